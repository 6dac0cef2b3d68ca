"""The patient's app on the phone: a shell that holds nothing, a worker that keeps it, and the few addresses it speaks with."""

"""Pages of needling: the gate, the site and the needles of a visit; consent; events and checks; licences, law and rates of a clinic."""

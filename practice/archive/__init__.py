"""Reading files written for another site (Jekyll folders, pasted text) into neutral documents."""

"""Who the practice is and what it promised: the profile, days away, crisis lines, notices."""

"""Work with colleagues: hand out, merge, agreement, lessons, report."""

package dashboard

// Table is the table of contents, for the test of who may see what.
func (d *Dashboard) Table() []*Page { return d.table }

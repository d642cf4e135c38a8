package api

// Page cuts a page of at most limit items out of rows, which the caller has read one more of
// than limit: with that one there is a next page, after the last item of this one.
func Page[T any](rows []T, limit int, cursor func(T) string) (items []T, next *string) {
	if len(rows) <= limit {
		return rows, nil
	}
	items = rows[:limit]
	c := cursor(items[limit-1])
	return items, &c
}

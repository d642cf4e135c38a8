package api

import "github.com/google/uuid"

// After reads the cursor of a list whose pages Page has cut by UUID: the id that the page comes after, "" for the
// first page.
func After(cursor *string) (string, error) {
	if cursor == nil {
		return "", nil
	}
	if id, err := uuid.Parse(*cursor); err != nil || id.String() != *cursor {
		return "", Invalid("/cursor", "is not the nextCursor of a page")
	}
	return *cursor, nil
}

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

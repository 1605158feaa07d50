"""One module for each construction of English that shows statements; `diplograph.extract` says which there are."""

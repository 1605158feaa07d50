"""What training and scoring the language model share: reading CoNLL-U, and the CoNLL 2018 evaluation."""

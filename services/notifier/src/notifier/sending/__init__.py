"""From due deliveries to answers: taking, attempting, recording."""

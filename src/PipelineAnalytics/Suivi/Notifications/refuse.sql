-- $1 message, $2 when it is tried again, null: never, $3 why
update pipeline.message set essais = essais + 1, prochain = $2, erreur = $3 where id = $1

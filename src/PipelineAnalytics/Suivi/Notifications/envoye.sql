-- $1 message, $2 now
update pipeline.message set envoye = $2, essais = essais + 1, prochain = null, erreur = null where id = $1

-- $1 subject, $2 since, $3 night, $4 error, $5 when it is tried again
insert into pipeline.alerte (sujet, depuis, nuit, erreur, prochain)
values ($1, $2, $3, $4, $5)
on conflict (sujet) do nothing

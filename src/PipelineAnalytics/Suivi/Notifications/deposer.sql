-- $1 key, $2 text, $3 now
insert into pipeline.message (cle, texte, cree, prochain)
values ($1, $2, $3, $3)
on conflict (cle) do nothing

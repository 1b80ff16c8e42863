-- $1 … $9 the columns of a page, each as an array: one INSERT of many rows, in its cheapest form.
insert into evenement_engagement (id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code)
select *
from unnest($1::bigint[], $2::timestamptz[], $3::varchar[], $4::varchar[], $5::varchar[], $6::varchar[], $7::varchar[], $8::varchar[], $9::varchar[])

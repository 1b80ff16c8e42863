-- $1 vue, $2 fingerprint of its table.sql
insert into pipeline.vue (vue, empreinte_table)
values ($1, $2)
on conflict (vue) do update set empreinte_table = excluded.empreinte_table

-- In {table}, in place of each identifier its pseudonym. Notes who was found, and which partitions are to be vacuumed.
with renomme as (
  update {table} t
  set id_utilisateur = o.pseudonyme
  from oubli o
  where t.id_utilisateur = o.id_utilisateur
  returning t.tableoid, o.id_utilisateur
), connu as (
  update oubli set connu = true where id_utilisateur in (select id_utilisateur from renomme)
), a_vider as (
  insert into pipeline.oubli_a_vider (schema_table, nom_table)
  select distinct n.nspname, c.relname
  from (select distinct tableoid from renomme) r
  join pg_class c on c.oid = r.tableoid
  join pg_namespace n on n.oid = c.relnamespace
  on conflict do nothing
)
select count(*) from renomme

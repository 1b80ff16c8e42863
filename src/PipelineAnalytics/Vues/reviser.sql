-- $1 vue, $2 columns of its grain, $3 instant, $4 run, $5 weeks, $6 the cause of each. Reads pg_temp.ligne_changee.
-- A row that appears or disappears counts all its cells, from or to nothing; the largest change is that of a number, where one moved.
with cote as (
  select semaine, nouvelle, ligne - $2::text[] as cellules,
         (select jsonb_object_agg(c, ligne -> c) from unnest($2::text[]) c) as maille
  from pg_temp.ligne_changee
), ligne as (
  select semaine, maille, a.cellules as avant, b.cellules as apres
  from (select * from cote where not nouvelle) a
  full join (select * from cote where nouvelle) b using (semaine, maille)
), cellule as (
  select l.semaine, l.maille, c.colonne, l.avant -> c.colonne as avant, l.apres -> c.colonne as apres
  from ligne l, jsonb_object_keys(coalesce(l.apres, l.avant)) c (colonne)
  where l.avant -> c.colonne is distinct from l.apres -> c.colonne
), mesuree as (
  select *,
         case when jsonb_typeof(avant) = 'number' or jsonb_typeof(apres) = 'number' then abs(
           coalesce(case when jsonb_typeof(apres) = 'number' then apres::numeric end, 0)
           - coalesce(case when jsonb_typeof(avant) = 'number' then avant::numeric end, 0)) end as ecart,
         count(*) over (partition by semaine) as nb_cellules
  from cellule
), plus_grande as (
  select distinct on (semaine) *
  from mesuree
  order by semaine, ecart desc nulls last, maille::text, colonne
), inscrite as (
  insert into pipeline.revision (vue, semaine, date_revision, suivi, cause, nb_cellules, maille, colonne, avant, apres)
  select $1, p.semaine, $3, $4::bigint, c.cause, p.nb_cellules, p.maille, p.colonne, p.avant, p.apres
  from plus_grande p
  join unnest($5::date[], $6::text[]) c (semaine, cause) using (semaine)
  returning nb_cellules
)
select coalesce(sum(nb_cellules), 0)::bigint from inscrite

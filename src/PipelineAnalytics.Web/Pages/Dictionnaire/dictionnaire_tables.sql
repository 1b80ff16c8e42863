-- Tables et vues que lisent les analystes, dans public.
-- origine : vue (calculée par la pipeline), evenements, miroir (copiée de la production), analystes (le reste). maille : les colonnes de la clé, « une
-- ligne par… ». nb_lignes : environ, d'après les statistiques du serveur ; vide s'il n'en a pas.
-- $1 recherche (texte, facultatif) : ce que contient le nom ou le commentaire de la table ou d'une de ses colonnes, sans égard aux majuscules ni aux accents
with cherchee as (
  select lower(translate(coalesce($1::text, ''), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’', 'AAACEEEEIIOOUUUaaaceeeeiioouuu''')) as texte
), relation as (
  select c.oid, c.relkind, c.reltuples, c.relname::text as nom, obj_description(c.oid, 'pg_class') as commentaire
  from pg_catalog.pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), texte as (
  select r.oid, concat_ws(' ', r.nom, r.commentaire, string_agg(concat_ws(' ', a.attname, col_description(r.oid, a.attnum)), ' ')) as contenu
  from relation r
  left join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  group by r.oid, r.nom, r.commentaire
), maille as (
  -- the primary key, else the oldest unique constraint
  select distinct on (c.conrelid) c.conrelid as oid,
         (select string_agg(a.attname, ', ' order by array_position(c.conkey, a.attnum)) from pg_catalog.pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey)) as colonnes
  from pg_catalog.pg_constraint c
  where c.contype in ('p', 'u')
  order by c.conrelid, c.contype = 'p' desc, c.oid
)
select r.nom,
       case when v.vue is not null then 'vue'
            when r.nom in ('evenement_engagement', 'evenement_engagement_jeune') then 'evenements'
            when exists (select from pipeline.miroir_objet m where m.identite = format('public.%I', r.nom)) then 'miroir'
            else 'analystes' end as origine,
       case r.relkind when 'r' then 'table' when 'p' then 'table partitionnée' when 'v' then 'vue SQL' when 'm' then 'vue matérialisée' else 'table étrangère' end as genre,
       r.commentaire, m.colonnes as maille,
       case r.relkind when 'v' then null
            when 'p' then (select sum(p.reltuples) filter (where p.reltuples >= 0) from pg_catalog.pg_partition_tree(r.oid) t join pg_catalog.pg_class p on p.oid = t.relid where t.isleaf)
            else nullif(r.reltuples, -1) end::bigint as nb_lignes
from relation r
join texte t using (oid)
cross join cherchee s
left join maille m using (oid)
left join pipeline.vue v on v.vue = r.nom
where position(s.texte in lower(translate(t.contenu, 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’', 'AAACEEEEIIOOUUUaaaceeeeiioouuu'''))) > 0
order by r.nom;

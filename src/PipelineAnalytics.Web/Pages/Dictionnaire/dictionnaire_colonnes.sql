-- Colonnes des tables et vues que lisent les analystes, dans public.
-- facultative : peut être vide (null).
-- $1 recherche (texte, facultatif) : ce que contient le nom ou le commentaire de la colonne ou de sa table, sans égard aux majuscules ni aux accents
with cherchee as (
  select lower(translate(coalesce($1::text, ''), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’', 'AAACEEEEIIOOUUUaaaceeeeiioouuu''')) as texte
), colonne as (
  select c.relname::text as nom_table, a.attnum::integer as rang, a.attname::text as nom_colonne, format_type(a.atttypid, a.atttypmod) as type,
         not a.attnotnull as facultative, col_description(c.oid, a.attnum) as commentaire, obj_description(c.oid, 'pg_class') as commentaire_table
  from pg_catalog.pg_class c
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
)
select c.nom_table, c.rang, c.nom_colonne, c.type, c.facultative, c.commentaire
from colonne c
cross join cherchee s
-- apart, so that nothing is found across the end of one and the beginning of the other
where position(s.texte in lower(translate(concat_ws(' ', c.nom_table, c.commentaire_table), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’', 'AAACEEEEIIOOUUUaaaceeeeiioouuu'''))) > 0
   or position(s.texte in lower(translate(concat_ws(' ', c.nom_colonne, c.commentaire), 'ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜàâäçéèêëîïôöùûü’', 'AAACEEEEIIOOUUUaaaceeeeiioouuu'''))) > 0
order by c.nom_table, c.rang;

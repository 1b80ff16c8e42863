-- What the pipeline reads of the mirrored tables and does not find in this database, as "table" or "table.column".
select distinct case when to_regclass('public.' || v.t) is null then v.t else v.t || '.' || v.c end as manque
from (values ('jeune', 'id'), ('jeune', 'id_conseiller'), ('jeune', 'id_conseiller_initial'), ('jeune', 'structure'), ('jeune', 'dispositif'),
             ('conseiller', 'id'), ('conseiller', 'id_agence'), ('conseiller', 'email'),
             ('agence', 'id'), ('agence', 'nom_agence'), ('agence', 'code_departement'), ('agence', 'nom_region'),
             ('feature_flip', 'email_conseiller'), ('feature_flip', 'feature_tag')) v (t, c)
where not exists (
  select
  from pg_attribute a
  where a.attrelid = to_regclass('public.' || v.t) and a.attname = v.c and a.attnum > 0 and not a.attisdropped
)
order by 1

-- $1 fingerprint of the rules of counting, $2 first and $3 last week of those that are asked for, null for none: how many weeks a run
-- counts anew, in whole or for the users that a correction by hand touched.
select count(*)
from (
  select semaine from pipeline.semaine_a_recompter
  union
  select semaine from pipeline.correction where semaine is not null
  union
  select semaine
  from pipeline.semaine
  where not exists (select from pipeline.reglage where nom = 'cumuls' and valeur = $1)
     or semaine between $2::text::date and $3::text::date
) s

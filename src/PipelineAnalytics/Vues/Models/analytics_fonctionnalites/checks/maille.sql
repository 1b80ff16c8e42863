-- A week and a structure that counts in every row (the other columns of the grain may be null, a value like another), and an event
-- in each.
-- $1 first Monday, $2 last Monday.
select *
from public.analytics_fonctionnalites
where semaine between $1 and $2
  and (num_nulls(semaine, structure) > 0 or structure = 'PASS_EMPLOI' or coalesce(nb_ae_nom, 0) <= 0 or coalesce(nb_users_nom, -1) < 0)

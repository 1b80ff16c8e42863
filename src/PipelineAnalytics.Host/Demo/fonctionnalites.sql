-- The features that were used most in the last week. A row of the vue is a nom: the numbers of its action are on each of them.
-- $1 how many features
with actions as (
  select distinct structure, type_utilisateur, categorie, action, nb_ae_action, nb_users_action
  from public.analytics_fonctionnalites
  where semaine = (select max(semaine) from public.analytics_fonctionnalites)
)
select concat_ws(' › ', categorie, action), sum(nb_ae_action)::bigint, sum(nb_users_action)::bigint
from actions
group by categorie, action
order by 2 desc, 1
limit $1

-- $1 the week's Monday: events and users in all.
update analytics_fonctionnalites v
set nb_ae_total = i.nb_ae, nb_users_total = i.nb_users
from (
  select structure, type_utilisateur, count(*) as nb_ae, count(distinct id_utilisateur) as nb_users
  from evenement_engagement
  where semaine = $1 and structure <> 'PASS_EMPLOI'
  group by structure, type_utilisateur
) i
where v.semaine = $1 and v.structure = i.structure
  and v.type_utilisateur is not distinct from i.type_utilisateur

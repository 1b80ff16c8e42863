-- $1 the week's Monday: events and users of each action.
update analytics_fonctionnalites v
set nb_ae_action = i.nb_ae, nb_users_action = i.nb_users
from (
  select structure, type_utilisateur, categorie, action, count(*) as nb_ae, count(distinct id_utilisateur) as nb_users
  from evenement_engagement
  where semaine = $1 and structure <> 'PASS_EMPLOI'
  group by structure, type_utilisateur, categorie, action
) i
where v.semaine = $1 and v.structure = i.structure
  and v.type_utilisateur is not distinct from i.type_utilisateur
  and v.categorie is not distinct from i.categorie
  and v.action is not distinct from i.action

-- $1 the week's Monday: events and users of each category, of the jeunes under DEMARCHES_IA.
update analytics_fonctionnalites_demarches_ia v
set nb_ae_categorie = i.nb_ae, nb_users_categorie = i.nb_users
from (
  select structure, type_utilisateur, categorie, count(*) as nb_ae, count(distinct id_utilisateur) as nb_users
  from evenement_engagement
  where semaine = $1 and structure <> 'PASS_EMPLOI' and id_utilisateur in (select id from jeune_demarches_ia)
  group by structure, type_utilisateur, categorie
) i
where v.semaine = $1 and v.structure = i.structure
  and v.type_utilisateur is not distinct from i.type_utilisateur
  and v.categorie is not distinct from i.categorie

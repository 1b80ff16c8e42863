-- The events of a level are those of the levels below it.
-- $1 first Monday, $2 last Monday.
select semaine, structure, type_utilisateur, categorie, action, 'action' as niveau, max(nb_ae_action) as attendu, sum(nb_ae_nom) as somme
from public.analytics_fonctionnalites_demarches_ia
where semaine between $1 and $2
group by semaine, structure, type_utilisateur, categorie, action
having count(distinct nb_ae_action) > 1 or max(nb_ae_action) <> sum(nb_ae_nom)
union all
select semaine, structure, type_utilisateur, categorie, null, 'categorie', max(nb_ae_categorie), sum(nb_ae_nom)
from public.analytics_fonctionnalites_demarches_ia
where semaine between $1 and $2
group by semaine, structure, type_utilisateur, categorie
having count(distinct nb_ae_categorie) > 1 or max(nb_ae_categorie) <> sum(nb_ae_nom)
union all
select semaine, structure, type_utilisateur, null, null, 'total', max(nb_ae_total), sum(nb_ae_nom)
from public.analytics_fonctionnalites_demarches_ia
where semaine between $1 and $2
group by semaine, structure, type_utilisateur
having count(distinct nb_ae_total) > 1 or max(nb_ae_total) <> sum(nb_ae_nom)

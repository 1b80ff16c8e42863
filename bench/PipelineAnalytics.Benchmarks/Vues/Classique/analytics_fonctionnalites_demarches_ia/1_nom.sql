-- $1 the week's Monday: events and users at the finest level, of the jeunes under DEMARCHES_IA. This makes the rows, the other statements fill them in.
insert into analytics_fonctionnalites_demarches_ia (semaine, structure, type_utilisateur, categorie, action, nom, nb_ae_nom, nb_users_nom)
select semaine, structure, type_utilisateur, categorie, action, nom, count(*), count(distinct id_utilisateur)
from evenement_engagement
where semaine = $1 and structure <> 'PASS_EMPLOI' and id_utilisateur in (select id from jeune_demarches_ia)
group by semaine, structure, type_utilisateur, categorie, action, nom

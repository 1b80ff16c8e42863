-- What analysts read of each user, from the events of evenement_a_cumuler, which are counted here once.
-- Letter case is put aside, that of accented letters too, whatever the database's locale.
insert into public.evenement_engagement_jeune as j
  (id_utilisateur, structure, nb_action_cree, nb_message_envoye, nb_consultation_rdv, nb_consultation_offre, nb_postuler_offre,
   nb_consultation_evenement, date_premier_ae, date_dernier_ae)
select id_utilisateur, structure,
       count(*) filter (where categorie = 'action' and action = 'création' or code like 'action\_creee%'),
       count(*) filter (where categorie = 'message' and action like 'envoi%'),
       count(*) filter (where categorie = 'rendez-vous' and action = 'consultation'),
       count(*) filter (where categorie = 'offre' and action in ('recherche', 'détail', 'favori')),
       count(*) filter (where categorie = 'offre' and action = 'postuler'),
       count(*) filter (where categorie = 'evénement'),
       min(date_evenement), max(date_evenement)
from (
  select id_utilisateur, structure, date_evenement,
         translate(lower(categorie), 'ÀÂÉÈÊËÎÏÔÙÛÇ', 'àâéèêëîïôùûç') as categorie,
         translate(lower(action), 'ÀÂÉÈÊËÎÏÔÙÛÇ', 'àâéèêëîïôùûç') as action,
         lower(code) as code
  from evenement_a_cumuler
  where type_utilisateur = 'JEUNE' and id_utilisateur is not null
) e
group by id_utilisateur, structure
on conflict on constraint evenement_engagement_jeune_maille do update
set nb_action_cree = j.nb_action_cree + excluded.nb_action_cree,
    nb_message_envoye = j.nb_message_envoye + excluded.nb_message_envoye,
    nb_consultation_rdv = j.nb_consultation_rdv + excluded.nb_consultation_rdv,
    nb_consultation_offre = j.nb_consultation_offre + excluded.nb_consultation_offre,
    nb_postuler_offre = j.nb_postuler_offre + excluded.nb_postuler_offre,
    nb_consultation_evenement = j.nb_consultation_evenement + excluded.nb_consultation_evenement,
    date_premier_ae = least(j.date_premier_ae, excluded.date_premier_ae),
    date_dernier_ae = greatest(j.date_dernier_ae, excluded.date_dernier_ae);

insert into pipeline.conseiller_ae as c (id_utilisateur, date_premier_ae, date_dernier_ae)
select id_utilisateur, min(date_evenement), max(date_evenement)
from evenement_a_cumuler
where type_utilisateur = 'CONSEILLER' and id_utilisateur is not null
group by id_utilisateur
on conflict (id_utilisateur) do update
set date_premier_ae = least(c.date_premier_ae, excluded.date_premier_ae),
    date_dernier_ae = greatest(c.date_dernier_ae, excluded.date_dernier_ae);

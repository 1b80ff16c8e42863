-- What analysts read of each user, from compte, whose events are counted here once.
-- Letter case is put aside, that of accented letters too, whatever the database's locale.
-- Known rows are updated and new ones inserted, by two statements: "on conflict" would search and lock them one by one.
create temp table ajout on commit drop as
with nature as (
  select numero, structure,
         categorie = 'action' and action = 'création' or action_creee               as action_cree,
         categorie = 'message' and action like 'envoi%'                              as message_envoye,
         categorie = 'rendez-vous' and action = 'consultation'                       as consultation_rdv,
         categorie = 'offre' and action in ('recherche', 'détail', 'favori')         as consultation_offre,
         categorie = 'offre' and action = 'postuler'                                 as postuler_offre,
         categorie = 'evénement'                                                     as consultation_evenement
  from (
    select numero, structure, action_creee,
           translate(lower(categorie), 'ÀÂÉÈÊËÎÏÔÙÛÇ', 'àâéèêëîïôùûç') as categorie,
           translate(lower(action), 'ÀÂÉÈÊËÎÏÔÙÛÇ', 'àâéèêëîïôùûç') as action
    from pipeline.fonctionnalite
    where type_utilisateur = 'JEUNE'
  ) f
)
select u.id_utilisateur, a.*
from (
  select c.utilisateur, n.structure,
         coalesce(sum(c.nb_evenements) filter (where n.action_cree), 0)            as nb_action_cree,
         coalesce(sum(c.nb_evenements) filter (where n.message_envoye), 0)         as nb_message_envoye,
         coalesce(sum(c.nb_evenements) filter (where n.consultation_rdv), 0)       as nb_consultation_rdv,
         coalesce(sum(c.nb_evenements) filter (where n.consultation_offre), 0)     as nb_consultation_offre,
         coalesce(sum(c.nb_evenements) filter (where n.postuler_offre), 0)         as nb_postuler_offre,
         coalesce(sum(c.nb_evenements) filter (where n.consultation_evenement), 0) as nb_consultation_evenement,
         min(c.date_premier) as date_premier_ae,
         max(c.date_dernier) as date_dernier_ae
  from compte c
  join nature n on n.numero = c.fonctionnalite
  where c.utilisateur is not null
  group by c.utilisateur, n.structure
) a
join pipeline.utilisateur u on u.numero = a.utilisateur;

update public.evenement_engagement_jeune j
set nb_action_cree = j.nb_action_cree + a.nb_action_cree,
    nb_message_envoye = j.nb_message_envoye + a.nb_message_envoye,
    nb_consultation_rdv = j.nb_consultation_rdv + a.nb_consultation_rdv,
    nb_consultation_offre = j.nb_consultation_offre + a.nb_consultation_offre,
    nb_postuler_offre = j.nb_postuler_offre + a.nb_postuler_offre,
    nb_consultation_evenement = j.nb_consultation_evenement + a.nb_consultation_evenement,
    date_premier_ae = least(j.date_premier_ae, a.date_premier_ae),
    date_dernier_ae = greatest(j.date_dernier_ae, a.date_dernier_ae)
from ajout a
where j.id_utilisateur = a.id_utilisateur and j.structure is not distinct from a.structure;

insert into public.evenement_engagement_jeune
  (id_utilisateur, structure, nb_action_cree, nb_message_envoye, nb_consultation_rdv, nb_consultation_offre, nb_postuler_offre,
   nb_consultation_evenement, date_premier_ae, date_dernier_ae)
select a.id_utilisateur, a.structure, a.nb_action_cree, a.nb_message_envoye, a.nb_consultation_rdv, a.nb_consultation_offre,
       a.nb_postuler_offre, a.nb_consultation_evenement, a.date_premier_ae, a.date_dernier_ae
from ajout a
where not exists (
  select from public.evenement_engagement_jeune j where j.id_utilisateur = a.id_utilisateur and j.structure is not distinct from a.structure
);

drop table ajout;

insert into pipeline.conseiller_ae as c (id_utilisateur, date_premier_ae, date_dernier_ae)
select u.id_utilisateur, a.date_premier, a.date_dernier
from (
  select c.utilisateur, min(c.date_premier) as date_premier, max(c.date_dernier) as date_dernier
  from compte c
  join pipeline.fonctionnalite f on f.numero = c.fonctionnalite
  where f.type_utilisateur = 'CONSEILLER' and c.utilisateur is not null
  group by c.utilisateur
) a
join pipeline.utilisateur u on u.numero = a.utilisateur
on conflict (id_utilisateur) do update
set date_premier_ae = least(c.date_premier_ae, excluded.date_premier_ae),
    date_dernier_ae = greatest(c.date_dernier_ae, excluded.date_dernier_ae);

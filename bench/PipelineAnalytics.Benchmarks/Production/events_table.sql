-- Production's table of events, and what its made-up events are chosen from.
create table evenement_engagement_hebdo (
  id serial primary key,
  categorie varchar(255),
  action varchar(255),
  nom varchar(255),
  code varchar(255),
  id_utilisateur varchar(255),
  type_utilisateur varchar(255),
  structure varchar(255),
  date_evenement timestamptz
);

-- One row for each unit of weight: a row drawn evenly is a feature drawn by its weight.
create table bench_fonctionnalite as
select (row_number() over ())::integer - 1 as rang, categorie, action, nom, code
from (values
  ('Connexion', 'Ouverture', null, 'CONNEXION_OUVERTURE', 20),
  ('Accueil', 'Consultation', null, 'ACCUEIL_CONSULTATION', 14),
  ('Offre', 'Détail', 'Offre emploi', 'OFFRE_EMPLOI_AFFICHEE', 11),
  ('Offre', 'Recherche', 'Offre emploi', 'OFFRE_EMPLOI_RECHERCHEE', 10),
  ('Offre', 'Recherche', 'Alternance', 'ALTERNANCE_RECHERCHEE', 4),
  ('Offre', 'Favori', 'Offre emploi', 'OFFRE_EMPLOI_FAVORI', 2),
  ('Offre', 'Postuler', 'Offre emploi', 'OFFRE_EMPLOI_POSTULEE', 2),
  ('Message', 'Envoi', 'Texte', 'MESSAGE_ENVOYE', 8),
  ('Message', 'Envoi', 'Pièce jointe', 'MESSAGE_ENVOYE_PJ', 1),
  ('Message', 'Lecture', null, 'MESSAGE_LU', 6),
  ('Agenda', 'Consultation', 'Semaine', 'AGENDA_SEMAINE', 5),
  ('Action', 'Consultation', 'Liste', 'ACTION_LISTE', 6),
  ('Action', 'Consultation', 'Détail', 'ACTION_DETAIL', 4),
  ('Action', 'Création', 'Hors suggestion', 'ACTION_CREEE_HORS_SUGGESTION', 3),
  ('Action', 'Création', 'Suggestion', 'ACTION_CREEE_SUGGESTION', 2),
  ('Rendez-vous', 'Consultation', 'Liste', 'RDV_LISTE', 4),
  ('Rendez-vous', 'Consultation', 'Détail', 'RDV_DETAIL', 2),
  ('Démarche', 'Consultation', 'Liste', 'DEMARCHE_LISTE', 5),
  ('Démarche', 'Création', 'IA', 'DEMARCHE_CREEE_IA', 2),
  ('Evénement', 'Consultation', 'Liste', 'EVENEMENT_LISTE', 2),
  ('Profil', 'Consultation', null, 'PROFIL_CONSULTATION', 2)
) v (categorie, action, nom, code, poids)
cross join lateral generate_series(1, poids);

create table bench_utilisateur as
select rang, type_utilisateur, id, structure
from (
  select row_number() over (order by id)::integer - 1 as rang, 'JEUNE' as type_utilisateur, id, structure from jeune
  union all
  select row_number() over (order by id)::integer - 1, 'CONSEILLER', id, structure from conseiller
) u;

analyze bench_fonctionnalite, bench_utilisateur;

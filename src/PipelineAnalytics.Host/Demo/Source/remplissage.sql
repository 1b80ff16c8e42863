-- Fills the application's own tables from the people that are already there. Nothing is drawn at random: every value comes
-- from a row's number, so that the same people give the same rows. The demo's clock is the setting demo.maintenant;
-- in psql: begin; set local timezone = 'Europe/Paris'; set local demo.maintenant = '2025-07-01 09:00+02'; \i remplissage.sql

create temp table numero_jeune on commit drop as
select id, structure, id_conseiller, row_number() over (order by id collate "C")::int as n
from jeune;
analyze numero_jeune;

create temp table horloge on commit drop as
select current_setting('demo.maintenant')::timestamptz as maintenant,
  (current_setting('demo.maintenant')::timestamptz at time zone 'Europe/Paris')::date as jour;

insert into transfert_conseiller (id_jeune, id_conseiller_source, id_conseiller_cible, type_transfert, date_transfert)
select id, id_conseiller_initial, j.id_conseiller, case n % 4 when 0 then 'T' else 'D' end, maintenant - (1 + n % 120) * interval '1 day'
from numero_jeune join jeune j using (id), horloge
where id_conseiller_initial is not null
order by n;

insert into categorie_action (code, libelle, code_parent) values
  ('EMPLOI', 'Emploi', null),
  ('EMPLOI_CV', 'Rédiger un CV', 'EMPLOI'),
  ('EMPLOI_CANDIDATURE', 'Candidater', 'EMPLOI'),
  ('FORMATION', 'Formation', null),
  ('LOGEMENT', 'Logement', null),
  ('SANTE', 'Santé', null),
  ('CITOYENNETE', 'Citoyenneté', null);

insert into action (id, id_jeune, code_categorie, contenu, statut, etiquettes, date_debut, date_echeance)
select md5('action' || n)::uuid, id,
  (array['EMPLOI_CV', 'EMPLOI_CANDIDATURE', 'FORMATION', 'LOGEMENT', 'SANTE', null])[n % 6 + 1],
  (array['Mettre à jour mon CV', 'Répondre à trois offres', 'Visiter un centre de formation', 'Demander une aide au logement',
    'Prendre rendez-vous chez le médecin', 'Préparer l''entretien de mardi'])[n % 6 + 1],
  (enum_range(null::statut_action))[n % 4 + 1],
  case n % 3 when 0 then array['urgent', 'à deux'] when 1 then array['à deux'] else '{}' end,
  jour - n % 90, jour - n % 90 + n % 30
from numero_jeune, horloge
where structure = 'MILO' and n % 2 = 0;

insert into commentaire_action (id_action, auteur, message, date_creation)
select a.id, jsonb_build_object('type', 'CONSEILLER', 'id', j.id_conseiller), 'Bravo, continue comme ça !', h.maintenant - n % 20 * interval '1 day'
from numero_jeune j join action a on a.id_jeune = j.id, horloge h
where n % 10 = 0
order by n;

insert into rendez_vous (titre, id_agence, debut, fin, adresse, capacite)
select case when r % 5 = 0 then 'Atelier collectif' else 'Entretien' end, a.id,
  debut, debut + interval '45 minutes',
  jsonb_build_object('agence', a.nom_agence, 'codePostal', a.code_postal), case when r % 5 = 0 then 12 end
from (select *, row_number() over (order by id collate "C")::int as r from agence) a, horloge,
  lateral (select (jour + r % 15 - 7 + time '09:00' + r % 8 * interval '1 hour') at time zone 'Europe/Paris' as debut) d
order by r;

insert into rendez_vous_jeune_association (id_rendez_vous, id_jeune, presence)
select r.id, j.id, case when r.debut > h.maintenant then 'INSCRIT' else (enum_range(null::presence))[n % 4 + 1] end
from rendez_vous r join conseiller c on c.id_agence = r.id_agence join numero_jeune j on j.id_conseiller = c.id, horloge h
where n % 4 = 0;

insert into recherche (id, id_jeune, titre, type, criteres, rayon_km, date_derniere_recherche)
select md5('recherche' || n)::uuid, id, 'Vendeur·se près de chez moi', (array['OFFRES_EMPLOI', 'ALTERNANCE', 'IMMERSION', 'SERVICE_CIVIQUE'])[n % 4 + 1],
  jsonb_build_object('motsCles', array['vente', 'accueil'], 'debutantAccepte', n % 2 = 0, 'contrats', array['CDI', 'CDD']),
  10 + n % 9 * 2.5, maintenant - n % 40 * interval '7 hours'
from numero_jeune, horloge
where n % 3 = 0;

insert into favori_offre (id_jeune, id_offre, type, date_creation)
select id, lpad((n * 37 + k)::text, 7, '0'), (array['OFFRE_EMPLOI', 'ALTERNANCE'])[k], maintenant - (n % 60 + k) * interval '1 day'
from numero_jeune, horloge, generate_series(1, 2) k
where n % 4 = 1
order by n, k;

insert into dossier_milo (id_jeune, situations, periode)
select id, jsonb_build_array(jsonb_build_object('etat', 'EN_COURS', 'categorie', 'Demandeur d''emploi')), daterange(jour - 200 - n % 100, null)
from numero_jeune, horloge
where structure = 'MILO'
order by n;

insert into fichier (id, id_jeune, nom, empreinte, taille_octets, date_creation)
select md5('fichier' || n)::uuid, id, 'CV (version ' || n % 3 + 1 || ').pdf', decode(md5(n::text), 'hex'), 20000 + n * 13, maintenant - n % 100 * interval '1 day'
from numero_jeune, horloge
where n % 20 = 0;

insert into campagne (id, nom, periode)
select k, 'Satisfaction n° ' || k, daterange(jour - k * 90, jour - k * 90 + 30) from horloge, generate_series(1, 3) k;

insert into reponse_campagne (id_campagne, id_jeune, note, commentaire)
select n % 3 + 1, id, n % 5 + 1, case n % 7 when 0 then 'Pratique pour écrire à ma conseillère' end
from numero_jeune
where n % 8 = 0;

insert into "ListeDiffusion" ("nomListe", id_conseiller, "idsBeneficiaires")
select 'Atelier du jeudi', id_conseiller, array_agg(id order by n)
from numero_jeune
where id_conseiller is not null and n % 3 = 0
group by id_conseiller
order by min(n)
limit 50;

insert into log_api_partenaire (date, id_utilisateur, route, statut_http, resultat)
select maintenant - n * interval '11 minutes', id, '/partenaires/offres', case when n % 50 = 0 then 500 else 200 end, jsonb_build_object('nb', n % 20)
from numero_jeune, horloge
where n <= 1000
order by n desc;

insert into suivi_job (job_type, date_execution, succes, nb_erreurs, duree)
select 'DUMP_ANALYTICS', (jour - k + time '02:30') at time zone 'Europe/Paris', k <> 9, (k = 9)::int, k * interval '3 seconds'
from horloge, generate_series(30, 1, -1) k;

insert into cache_api_partenaire (cle, valeur, expire_le)
select 'offre:' || lpad(k::text, 7, '0'), json_build_object('titre', 'Employé·e de libre-service'), maintenant + k * interval '1 minute'
from horloge, generate_series(1, 200) k;

-- The rows of a made-up production, without chance: the same in every run. bench.taille says how many gigabytes they, their
-- indexes included, are to fill, about. In psql: set bench.taille = '0.2'; \i lignes.sql

-- How many rows a table has, of which a gigabyte holds so many.
create function pg_temp.lignes(par_go integer) returns bigint stable language sql as $$
  select ceil(par_go * current_setting('bench.taille')::numeric)::bigint
$$;

-- One of k numbers from 0, spread as if drawn; another draw for each graine.
create function pg_temp.tirage(n bigint, graine integer, k bigint) returns bigint stable language sql as $$
  select (hashint8extended(n, graine) & 2147483647) % k
$$;

create function pg_temp.jeune(n bigint) returns text stable language sql as $$
  select md5('jeune ' || pg_temp.tirage(n, 1, pg_temp.lignes(80000)))::uuid::text
$$;

-- A moment of the two years before the first of October 2025, later the larger n is.
create function pg_temp.moment(n bigint, total bigint) returns timestamptz stable language sql as $$
  select timestamptz '2023-10-01 00:00+02' + (n * 63158400.0 / total + pg_temp.tirage(n, 2, 3600)) * interval '1 second'
$$;

insert into agence
select 'A' || n, 'Agence ' || n, 'Région ' || n % 13, lpad((n % 96 + 1)::text, 2, '0'), case when n % 2 = 0 then 'MILO' else 'POLE_EMPLOI' end
from generate_series(0, 399) n;

insert into conseiller
select md5('conseiller ' || n)::uuid::text, 'Nom ' || n, 'Prénom ' || n, 'conseiller' || n || '@exemple.fr',
       case when n % 2 = 0 then 'MILO' else 'POLE_EMPLOI' end, 'A' || n % 400, pg_temp.moment(n, pg_temp.lignes(2000))
from generate_series(0, pg_temp.lignes(2000) - 1) n;

insert into jeune
select md5('jeune ' || n)::uuid::text, 'Nom ' || n, 'Prénom ' || n, 'jeune' || n || '@exemple.fr',
       case when n % 20 <> 7 then md5('conseiller ' || pg_temp.tirage(n, 3, pg_temp.lignes(2000)))::uuid::text end,
       case when n % 30 = 3 then md5('conseiller ' || pg_temp.tirage(n, 4, pg_temp.lignes(2000)))::uuid::text end,
       case when n % 2 = 0 then 'MILO' when n % 3 = 0 then 'POLE_EMPLOI_BRSA' else 'POLE_EMPLOI' end,
       case when n % 2 = 0 and n % 5 < 2 then 'PACEA' else 'CEJ' end,
       date '2000-01-01' + pg_temp.tirage(n, 5, 3000)::integer,
       jsonb_build_object('partageFavoris', n % 3 = 0, 'alertesOffres', n % 4 <> 0, 'langue', 'fr'),
       pg_temp.moment(n, pg_temp.lignes(80000))
from generate_series(0, pg_temp.lignes(80000) - 1) n;

insert into feature_flip (email_conseiller, feature_tag)
select 'conseiller' || n * 10 || '@exemple.fr', 'DEMARCHES_IA'
from generate_series(0, pg_temp.lignes(200) - 1) n;

insert into notification (identifiant, id_jeune, type, titre, message, donnees, date_envoi, date_lecture)
select md5('notification ' || n)::uuid, pg_temp.jeune(n),
       (array['NEW_MESSAGE', 'NEW_ACTION', 'NEW_RENDEZVOUS', 'NOUVELLE_OFFRE', 'RAPPEL_CREATION'])[1 + pg_temp.tirage(n, 6, 5)],
       'Du nouveau dans votre suivi numéro ' || n % 1000,
       'Votre conseiller a ajouté ' || md5('objet ' || n) || ' : ouvrez l''application pour en savoir plus avant le ' || n % 28 + 1 || '.',
       case when n % 3 <> 0 then jsonb_build_object('id', md5('lien ' || n), 'canal', case when n % 2 = 0 then 'push' else 'courriel' end) end,
       pg_temp.moment(n, pg_temp.lignes(720000)),
       case when n % 4 <> 1 then pg_temp.moment(n, pg_temp.lignes(720000)) + pg_temp.tirage(n, 7, 100000) * interval '1 second' end
from generate_series(1, pg_temp.lignes(720000)) n;

insert into action
select md5('action ' || n)::uuid, pg_temp.jeune(n),
       'Préparer l''entretien avec ' || md5('entreprise ' || n % 5000) || ', mettre à jour le CV et relire les notes du ' || n % 28 + 1,
       (array['A_FAIRE', 'EN_COURS', 'TERMINEE', 'TERMINEE', 'ANNULEE'])[1 + pg_temp.tirage(n, 8, 5)],
       (array['EMPLOI', 'FORMATION', 'LOGEMENT', 'SANTE', null])[1 + pg_temp.tirage(n, 9, 5)],
       pg_temp.moment(n, pg_temp.lignes(550000))::date + pg_temp.tirage(n, 10, 90)::integer,
       pg_temp.moment(n, pg_temp.lignes(550000)),
       case when n % 2 = 0 then pg_temp.moment(n, pg_temp.lignes(550000)) + interval '3 days' end
from generate_series(1, pg_temp.lignes(550000)) n;

insert into recherche
select md5('recherche ' || n)::uuid, pg_temp.jeune(n), 'Recherche ' || n % 5000, (array['OFFRES_EMPLOI', 'ALTERNANCE', 'SERVICE_CIVIQUE'])[1 + pg_temp.tirage(n, 11, 3)],
       jsonb_build_object('motsCles', 'metier ' || pg_temp.tirage(n, 12, 800), 'commune', lpad(pg_temp.tirage(n, 13, 36000)::text, 5, '0'),
                          'contrat', jsonb_build_array('CDI', 'CDD'), 'debutant', n % 2 = 0, 'reference', md5('critère ' || n)),
       (n % 100) / 2.0, pg_temp.moment(n, pg_temp.lignes(260000))
from generate_series(1, pg_temp.lignes(260000)) n;

-- Each n has a jeune and an offer of its own: the pair is unique.
insert into favori_offre (id_jeune, id_offre, type, salaire, date_creation)
select pg_temp.jeune(n), '1' || lpad(n::text, 9, '0'), case when n % 4 = 0 then 'ALTERNANCE' else 'OFFRE_EMPLOI' end,
       case when n % 5 <> 0 then 1400 + pg_temp.tirage(n, 14, 200000) / 100.0 end, pg_temp.moment(n, pg_temp.lignes(560000))
from generate_series(1, pg_temp.lignes(560000)) n;

insert into rendez_vous (titre, id_agence, debut, fin, adresse, capacite)
select 'Atelier ' || n % 300 || ' avec le conseiller', 'A' || pg_temp.tirage(n, 15, 400), d.debut, d.debut + interval '1 hour',
       jsonb_build_object('rue', n % 200 || ' rue de la République', 'codePostal', lpad(pg_temp.tirage(n, 16, 95000)::text, 5, '0'), 'ville', 'Ville ' || n % 900),
       (1 + n % 20)::smallint
from generate_series(1, pg_temp.lignes(310000)) n
cross join lateral (select pg_temp.moment(n, pg_temp.lignes(310000)) as debut) d;

-- Rendez-vous number 1 + n / 2 has two jeunes, or one who was drawn twice.
insert into rendez_vous_jeune_association
select distinct on (1 + n / 2, pg_temp.jeune(n)) 1 + n / 2, pg_temp.jeune(n), (array['INSCRIT', 'PRESENT', 'ABSENT'])[1 + pg_temp.tirage(n, 17, 3)]
from generate_series(0, pg_temp.lignes(460000) - 1) n;

insert into document
select md5('document ' || n)::uuid, pg_temp.jeune(n), 'document_' || n || '.pdf', sha256(n::text::bytea),
       (select string_agg(md5(n || ' ' || i), ' ') from generate_series(1, 120) i), pg_temp.moment(n, pg_temp.lignes(17000))
from generate_series(1, pg_temp.lignes(17000)) n;

insert into evenement_engagement_hebdo (categorie, action, nom, code, id_utilisateur, type_utilisateur, structure, date_evenement)
select 'Offre', 'Détail', 'Offre emploi', 'OFFRE_EMPLOI_AFFICHEE', pg_temp.jeune(n), 'JEUNE', 'MILO', timestamptz '2025-09-25 12:00+02' + n * interval '1 second'
from generate_series(1, 2000) n;

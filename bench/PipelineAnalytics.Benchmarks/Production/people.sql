-- The people and agencies of a made-up production, the same for everybody who runs this; in analytics, last night's mirror.
-- Made anew before each night, as the mirror is. bench.night (0 for history) is how many nights have passed: one jeune in
-- twenty has no counsellor, and each night 20 of these get one. In psql: set bench.night = '0'; \i people.sql
set client_min_messages = warning;
drop table if exists jeune, conseiller, agence, feature_flip;

create table agence as
select 'A' || n as id,
       'Agence ' || n as nom_agence,
       'Région ' || n % 13 as nom_region,
       lpad((n % 96 + 1)::text, 2, '0') as code_departement,
       case when n % 2 = 0 then 'MILO' else 'POLE_EMPLOI' end as structure
from generate_series(0, 399) n;

create table conseiller as
select md5('conseiller ' || n)::uuid::text as id,
       'Nom ' || n as nom,
       'Prénom ' || n as prenom,
       'conseiller' || n || '@exemple.fr' as email,
       case when n % 2 = 0 then 'MILO' else 'POLE_EMPLOI' end as structure,
       'A' || (n / 2 % 200) * 2 + n % 2 as id_agence
from generate_series(0, 4999) n;

create table jeune as
select md5('jeune ' || n)::uuid::text as id,
       'Nom ' || n as nom,
       'Prénom ' || n as prenom,
       'jeune' || n || '@exemple.fr' as email,
       case when n % 20 <> 7 or n / 20 % 625 < current_setting('bench.night')::integer
            then md5('conseiller ' || (n / 2 % 2500) * 2 + n % 2)::uuid::text end as id_conseiller,
       null::text as id_conseiller_initial,
       case when n % 2 = 0 then 'MILO' when n % 3 = 0 then 'POLE_EMPLOI_BRSA' else 'POLE_EMPLOI' end as structure,
       case when n % 2 = 0 and n % 5 < 2 then 'PACEA' else 'CEJ' end as dispositif
from generate_series(0, 249999) n;

create table feature_flip as
select n as id, 'conseiller' || n * 10 || '@exemple.fr' as email_conseiller, 'DEMARCHES_IA' as feature_tag
from generate_series(0, 499) n;

alter table agence add primary key (id);
alter table conseiller add primary key (id);
alter table jeune add primary key (id);
alter table feature_flip add primary key (id);
analyze agence, conseiller, jeune, feature_flip;

-- Texts that a page, a CSV file or a statement could take for something else, in the last complete week.
insert into evenement_engagement_hebdo (categorie, action, nom, code, id_utilisateur, type_utilisateur, structure, date_evenement)
select '=1+1;"é"', '<script>document.title = "volé"</script>', $$"><img src=x onerror=alert(1)>'; drop table analytics_engagement; --$$,
  'HOSTILE', id, 'JEUNE', structure, timestamptz '2025-09-25 10:00+02' + n * interval '1 hour'
from (select id, structure from jeune where structure = 'MILO' order by id limit 2) jeune
cross join generate_series(1, 3) n;

-- $1 a relation, $2 the one that takes its place: the GRANTs of the first, as statements for the second. Its owner needs none.
select format('grant %s on %s to %s%s', p.privilege_type, $2::text,
              case p.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(p.grantee)) end,
              case when p.is_grantable then ' with grant option' else '' end)
from pg_class c, aclexplode(c.relacl) p
where c.oid = to_regclass($1) and p.grantee <> c.relowner
union all
select format('grant %s (%I) on %s to %s%s', p.privilege_type, a.attname, $2::text,
              case p.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(p.grantee)) end,
              case when p.is_grantable then ' with grant option' else '' end)
from pg_attribute a, aclexplode(a.attacl) p
where a.attrelid = to_regclass($1) and not a.attisdropped
  and exists (select from pg_attribute n where n.attrelid = to_regclass($2::text) and n.attname = a.attname and not n.attisdropped)

-- $1 a relation that was made elsewhere and moved to public: the GRANTs that it would have, had it been made there.
select format('grant %s on %s to %s%s', p.privilege_type, $1::text,
              case p.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(p.grantee)) end,
              case when p.is_grantable then ' with grant option' else '' end)
from pg_default_acl d, aclexplode(d.defaclacl) p
where d.defaclnamespace = 'public'::regnamespace and d.defaclrole = (select oid from pg_roles where rolname = current_user)
  and d.defaclobjtype = (select case c.relkind when 'S' then 'S' else 'r' end::"char" from pg_class c where c.oid = to_regclass($1))
  and p.grantee <> d.defaclrole

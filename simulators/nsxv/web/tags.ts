import type { Tag } from '../state.ts';
import { textOf } from './body.ts';
import { failures } from './failure.ts';
import { managedObject } from './managed-object.ts';
import type { Operation } from './operation.ts';
import { pagingInfo, pagingOf } from './paging.ts';

const base = '/api/2.0/services/securitytags/tag';

/** Security tags: the cheapest object whose changes the audit log tells. @source NSX-v reference 5.3 */
export const tags: readonly Operation[] = [
  {
    route: `GET ${base}`,
    name: 'securityTagsRead',
    feature: 'library.tagging',
    answer({ device, release, query }) {
      const { tags: kept } = device.state.store;
      const paging = pagingOf(query, ['objectId', 'name'], 1024);
      const sorted = [...kept].sort(([, a], [, b]) => (paging.sortBy === 'name' && a.name > b.name ? 1 : 0));
      const ordered = paging.ascending ? sorted : sorted.reverse();
      const shown = release.pagedTags ? ordered.slice(paging.startIndex, paging.startIndex + paging.pageSize) : ordered;
      const list = shown.map(([id, { name, description, revision }]) => ({
        ...managedObject(device, { id, type: 'SecurityTag', name, revision }),
        description,
        systemResource: false,
        vmCount: 0,
      }));
      const head = release.pagedTags ? { pagingInfo: pagingInfo(paging, kept.size) } : {};
      return { document: { root: 'securityTags', value: { ...head, securityTag: list } } };
    },
  },
  {
    route: `POST ${base}`,
    name: 'securityTagsCreate',
    feature: 'library.tagging',
    takes: { root: 'securityTag' },
    answer({ body, device, change }) {
      const name = textOf(body, 'name') ?? '';
      if (name === '') throw failures.invalid('The name of a security tag is missing.');
      const tag: Tag = { name, description: textOf(body, 'description') ?? '', revision: 0 };
      const { store } = device.state;
      for (const other of store.tags.values()) if (other.name === name) throw failures.sameName(name);
      const id = `securitytag-${store.nextTag}`;
      change(
        (draft) => {
          draft.store.tags = store.tags.put(id, tag);
          draft.store.nextTag++;
        },
        { module: 'SECURITY_TAG', operation: 'CREATE', resource: name, resourceId: id },
      );
      return { status: 201, text: id, location: `${base}/${id}` };
    },
  },
  {
    route: `DELETE ${base}/:tagId`,
    name: 'securityTagDelete',
    feature: 'library.tagging',
    answer({ parameters: { tagId = '' }, device, change }) {
      const { tags: kept } = device.state.store;
      const tag = kept.get(tagId);
      if (!tag) throw failures.notFound(tagId);
      change(
        (draft) => {
          draft.store.tags = kept.remove(tagId);
        },
        { module: 'SECURITY_TAG', operation: 'DELETE', resource: tag.name, resourceId: tagId },
      );
      return { status: 200 };
    },
  },
];

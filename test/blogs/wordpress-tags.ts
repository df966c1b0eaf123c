/** What WordPress lets stand, as its source has it. */

import type { IOptions } from 'sanitize-html';

const URL_SCHEMES = ['http', 'https', 'ftp', 'mailto', 'tel', 'sms', 'news', 'irc', 'feed', 'webcal', 'xmpp', 'urn'];

/** `wp-includes/kses.php` of WordPress 7.0, `_wp_add_global_attributes`; `data-*` since 5.0. */
const GLOBAL_ATTRIBUTES = (
  'aria-controls aria-current aria-describedby aria-details aria-expanded aria-hidden aria-label aria-labelledby aria-live ' +
  'class data-* dir hidden id lang style title role xml:lang'
).split(' ');

/** The same file, `$allowedposttags` without MathML, which has nothing of ours: `wp_kses_post`, for whoever may not `unfiltered_html`. */
const POST_TAGS = (
  'address a abbr acronym area article aside audio b bdo big blockquote br button caption cite code col colgroup data del dd dfn details ' +
  'div dialog dl dt em fieldset figure figcaption font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd label legend li main map mark ' +
  'menu meter nav object p pre progress q rb rp rt rtc ruby s samp search span section small strike strong sub summary sup table tbody td ' +
  'textarea tfoot th thead time title tr track tt u ul ol var video wbr'
).split(' ');

/** Of those attributes that are not global, the ones that hold an address or a place for one; none of the others is in our forms. */
const POST_ATTRIBUTES = {
  '*': GLOBAL_ATTRIBUTES,
  a: ['href', 'rel', 'rev', 'name', 'target', 'download'],
  area: ['alt', 'coords', 'href', 'nohref', 'shape', 'target'],
  audio: ['autoplay', 'controls', 'loop', 'muted', 'preload', 'src'],
  blockquote: ['cite'],
  div: ['align', 'popover'],
  img: ['alt', 'align', 'border', 'height', 'hspace', 'loading', 'longdesc', 'vspace', 'src', 'usemap', 'width'],
  p: ['align'],
  span: ['align'],
  video: ['autoplay', 'controls', 'height', 'loop', 'muted', 'playsinline', 'poster', 'preload', 'src', 'width'],
};

export const KSES_POST: IOptions = {
  allowedTags: POST_TAGS,
  allowedAttributes: POST_ATTRIBUTES,
  allowedSchemes: URL_SCHEMES,
};

/** The same file, `$allowedtags`: `wp_kses_data`, for comments. Since 5.3, `wp_rel_ugc` marks their links. */
export const KSES_COMMENT: IOptions = {
  allowedTags: 'a abbr acronym b blockquote cite code del em i q s strike strong'.split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    abbr: ['title'],
    acronym: ['title'],
    blockquote: ['cite'],
    q: ['cite'],
  },
  allowedSchemes: URL_SCHEMES,
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow ugc' } }),
  },
};

/**
 * The visual tab of the classic editor: TinyMCE 4.9 with the schema `html5`. Elements that it does not know are unwrapped, `data-` attributes stay on
 * those that it knows. Tried with `tinymce@4.9.9`, whose `script` is left out too (WordPress puts it back, for those who may).
 */
export const TINYMCE: IOptions = {
  allowedTags: (
    'a abbr address area article aside audio b bdi bdo blockquote br button canvas caption cite code col colgroup command data datalist dd del ' +
    'details dfn div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins kbd keygen ' +
    'label legend li main map mark menu meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp ' +
    'section select small source span strong sub summary sup table tbody td template textarea tfoot th thead time tr track u ul var video wbr'
  ).split(' '),
  allowedAttributes: {
    '*': (
      'id accesskey class dir lang style tabindex title role contenteditable contextmenu draggable dropzone hidden spellcheck translate ' +
      'aria-* data-*'
    ).split(' '),
    a: ['href', 'target', 'rel', 'media', 'hreflang', 'type', 'name', 'rev', 'charset', 'shape', 'coords', 'download'],
    iframe: ['src', 'name', 'width', 'height', 'sandbox', 'seamless', 'allowfullscreen'],
    img: ['src', 'alt', 'usemap', 'ismap', 'width', 'height', 'srcset', 'sizes'],
  },
};

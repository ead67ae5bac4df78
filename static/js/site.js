// What every page of the site needs. `collectstatic` puts the files in the place of these lines, each in a block.
import "./details.js";
import "./suggest.js";
import "./terms.js";
import "./contents.js";

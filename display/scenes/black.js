/** Black, and nothing but black. */
export default { mount() {} };

/** What GET / shows: a page of ours in the place of the vendor's developer sandbox. Clients look for 200 only. */
export const sandboxPage = `<!DOCTYPE html>
<html>
<head><title>NX-API Developer Sandbox</title></head>
<body>
<h1>NX-API</h1>
<p>POST commands to <code>/ins</code>.</p>
</body>
</html>
`;

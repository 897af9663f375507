using NotebookKit.Host.Session;

namespace NotebookKit.Host.Tests.Session;

public sealed class CompileHintTests
{
    [Theory]
    [InlineData("Tensor t = null;", "add: using NotebookKit;")]
    [InlineData("bool there = File.Exists(\"x\");", "add: using System.IO;")]
    [InlineData("HttpClient client = new();", "add: using System.Net.Http;")]
    [InlineData("var v = Vector3.One;", "add: using System.Numerics;")]
    [InlineData("var b = new ConcurrentDictionary<int, int>();", "add: using System.Collections.Concurrent;")]
    [InlineData("var list = new List<int>(); var f = list.ToFrozenSet();", "add: using System.Collections.Frozen;")]
    [InlineData("int total = 1;\ntotla + 1", "did you mean `total`?")]
    [InlineData("Console.WriteLin(1);", "did you mean `WriteLine`")]
    [InlineData("var list = new List<int>(); list.Cuont", "did you mean `Count`")]
    [InlineData("vra x = 1;", "did you mean `var`")]
    [InlineData("var a = 1\nvar b = 2;", "put one at the end of line 1")]
    [InlineData("int F() {\n  return 1;", "a `}` is missing")]
    [InlineData("Console.WriteLine(1;", "a `)` is missing")]
    [InlineData("int n = \"5\";", "int.Parse(...)")]
    [InlineData("string s = 5;", ".ToString()")]
    [InlineData("Frobnicator x = null;", "#r \\\"nuget: NAME\\\"")]
    [InlineData("int n = 2.5;", "cast")]
    public async Task An_error_says_its_mend(string code, string hint)
    {
        var failure = (await new CSharpSession(AppContext.BaseDirectory).RunAsync(code, 1)).Failure!;
        Assert.Contains(failure.Traceback, line => line.StartsWith("    ") && line.Contains(hint.Replace("\\\"", "\"")));
    }
}

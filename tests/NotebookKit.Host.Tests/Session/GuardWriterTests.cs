using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Host.Session;

namespace NotebookKit.Host.Tests.Session;

/// <summary>Guarded code means what it meant, whatever its shape.</summary>
public sealed class GuardWriterTests
{
    [Theory]
    [InlineData("var s = 0; for (var i = 0; i < 5; i++) s += i; s", 10)]
    [InlineData("var s = 0; foreach (var i in new[] { 1, 2 }) foreach (var (a, b) in new[] { (1, 2) }) s += a * b * i; s", 6)]
    [InlineData("var n = 3; do n--; while (n > 0); n", 0)]
    [InlineData("var n = 3; while (n-- > 0); n", -1)]
    [InlineData("var n = 0; again: n++; if (n < 3) goto again; n", 3)]
    [InlineData("var n = 1; switch (n) { case 1: n = 7; goto case 2; case 2: n++; goto default; default: n++; break; } n", 9)]
    [InlineData("int Fac(int n) => n < 2 ? 1 : n * Fac(n - 1); Fac(5)", 120)]
    [InlineData("var log = \"\"; void Down(int n) => log += n > 0 ? Next(n) : \".\"; string Next(int n) { Down(n - 1); return \"\"; } Down(2); log.Length", 0)]
    [InlineData("int F(int n) => throw new Exception(); int G(int n) => n > 0 ? G(n - 1) : 3; G(2)", 3)]
    [InlineData("IEnumerable<int> Odd(int n) { if (n > 0) { yield return n; foreach (var m in Odd(n - 2)) yield return m; } } Odd(5).Sum()", 9)]
    [InlineData("async Task<int> Deep(int n) => n == 0 ? 0 : 1 + await Deep(n - 1); await Deep(10)", 10)]
    [InlineData("async Task Nothing(int n) => await (n == 0 ? Task.CompletedTask : Nothing(n - 1)); await Nothing(2); 1", 1)]
    [InlineData("async ValueTask<int> V() { await Task.Yield(); return 4; } await V().ConfigureAwait(false) + await V()", 8)]
    [InlineData("async IAsyncEnumerable<int> Later() { for (var i = 0; i < 3; i++) { await Task.Yield(); yield return i; } } var s = 0; await foreach (var i in Later()) s += i; s", 3)]
    [InlineData("new[] { 1, 2, 3 }.Where(x => x > 1).Select((x, i) => x * i).Sum()", 3)]
    [InlineData("(from x in new[] { 1, 2, 3 } where x > 1 from y in Enumerable.Range(0, x) let z = x * y orderby z select z).Sum()", 11)]
    [InlineData("var list = new List<int>(); new[] { 1, 2 }.ToList().ForEach(x => list.Add(x)); list.Count", 2)]
    [InlineData("Func<int, Func<int, int>> add = a => b => a + b; add(1)(2)", 3)]
    [InlineData("Action<int> a = x => x++; a(1); Func<Task> t = async () => await Task.Yield(); await t(); 5", 5)]
    [InlineData("Func<int, int> fib = null; fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); fib(10)", 55)]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1; e.Body.ToString().Length + e.Compile()(1)", 9)]
    [InlineData("new[] { 3, 4 }.AsQueryable().Where(x => x > 3).Count()", 1)]
    [InlineData("Func<int, int> d = delegate (int x) { return x + 1; }; d(1)", 2)]
    [InlineData("class Tree { public Tree Left; public int Size => 1 + (Left?.Size ?? 0); public Tree(int n) { if (n > 0) Left = new Tree(n - 1); } } new Tree(3).Size", 4)]
    [InlineData("class P { int x; public int X { get => x > 0 ? x : X1; set => x = value; } int X1 => 6; } new P().X", 6)]
    [InlineData("int Twice(int n) => 2 * n; Enumerable.Range(0, 4).Select(Twice).Sum()", 12)]
    [InlineData("ref int First(int[] a, int n) { if (n == 0) return ref a[0]; return ref First(a, n - 1); } var b = new[] { 8 }; First(b, 2)", 8)]
    [InlineData("ref int First(int[] a, int n) => ref (n == 0 ? ref a[0] : ref First(a, n - 1)); var b = new[] { 8 }; First(b, 2)", 8)]
    [InlineData("var total = 0; System.Threading.Tasks.Parallel.For(0, 10, i => System.Threading.Interlocked.Add(ref total, i)); total", 45)]
    [InlineData("string s = null; Func<string> f = () => null; Func<object> g = () => new(); Func<int> h = () => throw new Exception(); 1", 1)]
    [InlineData("await Task.Run(() => 3) + await Task.Run(async () => { await Task.Yield(); return 4; })", 7)]
    [InlineData("#if true\nvar s = 0; while (s < 3) s++; // comment\n#endif\ns", 3)]
    [InlineData("int I<T>(T x) where T : System.Numerics.INumber<T> => x > T.Zero ? 1 + I(x - T.One) : 0; I(3.0)", 3)]
    [InlineData("struct V { public int X; public V(int x) { X = x; } public static V operator +(V a, V b) => new V(a.X + b.X); public static V operator -(V a) { return new(-a.X); } public static implicit operator V(int x) => new(x); public static explicit operator int(V v) { return v.X; } } (int)(new V(2) + 3 + -new V(1))", 4)]
    [InlineData("class Row { int[] cells = { 1, 2, 3 }; public int this[int i] => i > 2 ? this[i - 1] : cells[i]; } class Table { Row r = new(); public int this[int i] { get => r[i]; set { } } } new Table()[5]", 3)]
    [InlineData("class Item { public List<Item> Children = new(); public List<int> Numbers { get; } = new() { 4 }; public override string ToString() => string.Concat(Children) + Numbers[0]; } var t = new Item { Children = { new(), new() } }; t.ToString().Length", 3)]
    [InlineData("record Leaf(int Value) { public Leaf Next { get; init; } = Value > 0 ? new Leaf(Value - 1) : null; } new Leaf(3).Next.Next.Value", 1)]
    [InlineData("class E { Action a; public event Action Rang { add { a += value; } remove => a -= value; } public void Ring() => a?.Invoke(); } var n = 0; var e = new E(); e.Rang += () => n++; e.Ring(); n", 1)]
    [InlineData("new[] { 3, 1, 2 }.Where(x => x > 1).Select(x => x * 2).OrderBy(x => x).Take(1).Sum(x => x + new[] { 1, 2 }.Count(y => y > 1))", 5)]
    [InlineData("class Box { public Func<int, int> F; } var box = new Box(); box.F = n => n == 0 ? 0 : 1 + box.F(n - 1); box.F(3)", 3)]
    [InlineData("await Task.Factory.StartNew(() => 2) + await Task.Run(async () => { await Task.Yield(); return 4; }) + new Func<Task<int>>(async () => { await Task.Delay(1); return 1; })().Result", 7)]
    public async Task The_result_is_the_same(string code, int expected)
    {
        var outcome = await new CSharpSession(AppContext.BaseDirectory).RunAsync(code, 1);
        Assert.Null(outcome.Failure);
        Assert.Equal(expected, outcome.Result);
    }

    [Theory]
    [InlineData("while (true) ;")]
    [InlineData("for (;;) { }")]
    [InlineData("int F(int n) => F(n);")]
    [InlineData("void F() { G(); } void G() { F(); }")]
    [InlineData("Parallel.For(0, 9, i => Console.Write(i));")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("again: goto again;")]
    [InlineData("#warning mine\nwhile (true) ;")]
    public void What_can_run_for_ever_is_guarded(string code) => Assert.Contains("CellGuard", Write(code));

    [Theory]
    [InlineData("int x = 1; int F(int n) => n + 1; F(x)")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1;")]
    [InlineData("var broken = ; while (true);")]
    public void Other_code_is_left_alone(string code) => Assert.Null(Write(code));

    [Fact]
    public void Every_line_keeps_its_number() =>
        Assert.Equal(3, Write("while (true)\n    F();\nvoid F() {\n}")!.Count(letter => letter == '\n'));

    private static string? Write(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, CellCompiler.ParseOptions);
        var references = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.Location.Length > 0)
            .Select(assembly => Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(assembly.Location));
        var compilation = CSharpCompilation.CreateScriptCompilation("test", tree, references, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, usings: ["System", "System.Linq", "System.Threading.Tasks"]));
        return GuardWriter.Write(tree, () => compilation.GetSemanticModel(tree));
    }
}

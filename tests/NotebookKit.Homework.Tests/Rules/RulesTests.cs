using NotebookKit.Homework.Rules;

namespace NotebookKit.Homework.Tests.Rules;

public class RulesTests
{
    private const string Start = "#r \"nuget: NotebookKit\"\nusing System.IO;\nusing NotebookKit;\nusing NotebookKit.Checks;";

    [Theory]
    [InlineData("double F(double x) => Math.Exp(x) / (1 + x * x);")]
    [InlineData("var t = Tensor.From([1.0, 2, 3]); Console.WriteLine(t.Sum().Item()); t.Tanh()")]
    [InlineData("var words = \"a b c\".Split(' ').Where(w => w.Length > 0).GroupBy(w => w).ToDictionary(g => g.Key, g => g.Count()); words")]
    [InlineData("using NotebookKit.Layers;\nclass Net : Module { readonly Linear a = new(2, 3); public override Tensor Forward(Tensor x) => a.Forward(x).Relu(); }\nnew Net().Forward(Tensor.Full([1, 2], 1))")]
    [InlineData("record Point(double X, double Y); var p = new Point(1, 2); var (x, y) = p; $\"{x:F2} {p}\"")]
    [InlineData("Span<double> s = stackalloc double[4]; s.Fill(1); s[0]")]
    [InlineData("var w = System.Diagnostics.Stopwatch.StartNew(); await Task.Delay(1); w.ElapsedMilliseconds")]
    [InlineData("using NotebookKit.Charts;\nvar f = Chart.Lines([1.0, 2], \"t\", null, (\"a\", [1.0, 2])); f")]
    [InlineData("Parallel.For(0, 4, i => { }); Console.WriteLine(typeof(int).Name + 1.GetType().Name);")]
    [InlineData("IEnumerable<int> Up() { for (int i = 0; ; i++) yield return i; } Up().Take(3).ToArray()")]
    [InlineData("try { throw new InvalidOperationException(\"x\"); } catch (Exception e) when (e.Message == \"x\") { display(e.Message); }")]
    [InlineData("#!check sigmoid")]
    [InlineData("double[,] m = new double[2, 2]; m[0, 1] = double.Parse(\"1.5\", System.Globalization.CultureInfo.InvariantCulture);")]
    public void What_homework_needs_is_allowed(string code) => Assert.Empty(Judge(code));

    [Theory]
    [InlineData("File.ReadAllText(\"/etc/passwd\")")]
    [InlineData("using F = System.IO.File;\nF.Delete(\"x\");")]
    [InlineData("using static System.IO.File;\nDelete(\"x\");")]
    [InlineData("System.Diagnostics.Process.Start(\"sh\");")]
    [InlineData("Environment.Exit(0);")]
    [InlineData("Environment.GetEnvironmentVariable(\"HOME\")")]
    [InlineData("Environment.FailFast(\"no\");")]
    [InlineData("typeof(Tensor).Assembly.GetTypes()")]
    [InlineData("typeof(Tensor).GetMethod(\"Sum\")")]
    [InlineData("1.GetType().Assembly")]
    [InlineData("dynamic d = typeof(Tensor); d.GetMethods();")]
    [InlineData("object o = 1; ((dynamic)o).Foo();")]
    [InlineData("Activator.CreateInstance(typeof(int))")]
    [InlineData("Type.GetType(\"System.IO.File\")")]
    [InlineData("Func<int> f = () => 1; f.Method.Name")]
    [InlineData("Delegate.CreateDelegate(typeof(Action), typeof(Console), \"Clear\")")]
    [InlineData("System.Linq.Expressions.Expression.Call(typeof(Environment), \"Exit\", null)")]
    [InlineData("unsafe { int x = 1; int* p = &x; *p = 2; }")]
    [InlineData("using System.Runtime.InteropServices;\n[DllImport(\"libc\")] static extern int getpid();")]
    [InlineData("System.Runtime.InteropServices.Marshal.AllocHGlobal(8)")]
    [InlineData("System.Runtime.CompilerServices.Unsafe.As<string>(new object())")]
    [InlineData("new System.Net.Http.HttpClient()")]
    [InlineData("using System.Net.Http;\nnew HttpClient().GetStringAsync(\"http://127.0.0.1\")")]
    [InlineData("System.Net.Dns.GetHostName()")]
    [InlineData("System.Runtime.Loader.AssemblyLoadContext.Default")]
    [InlineData("AppDomain.CurrentDomain.GetAssemblies()")]
    [InlineData("Console.SetOut(null)")]
    [InlineData("using System.Globalization;\nCultureInfo.CurrentCulture = new CultureInfo(\"de-DE\");")]
    [InlineData("using static System.Globalization.CultureInfo;\nDefaultThreadCurrentCulture = InvariantCulture;")]
    [InlineData("System.Threading.Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;")]
    [InlineData("Console.OpenStandardOutput()")]
    [InlineData("Check.Define(\"sigmoid\", t => { }, points: 9);")]
    [InlineData("NotebookKit.Checks.CheckBook.Session.Checks")]
    [InlineData("new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(3, false), FileAccess.Write)")]
    [InlineData("Directory.GetFiles(\"..\")")]
    [InlineData("new DirectoryInfo(\"/\")")]
    [InlineData("new StreamWriter(\"x\")")]
    [InlineData("new System.Threading.Mutex(true, \"a\")")]
    [InlineData("Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript.EvaluateAsync(\"1\")")]
    [InlineData("Microsoft.DotNet.Interactive.Formatting.Formatter.Register<int>(i => \"7\")")]
    [InlineData("class Y { ~Y() { } }")]
    [InlineData("#r \"nuget: Evil\"\n1")]
    [InlineData("#load \"other.csx\"")]
    [InlineData("#!import other.ipynb")]
    [InlineData("#!javascript\nalert(1)")]
    [InlineData("new Exception().TargetSite")]
    [InlineData("System.Threading.ThreadPool.UnsafeQueueUserWorkItem(_ => { }, null)")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(1)")]
    [InlineData("NotebookKit.Cancellation.ThrowIfRequested()")]
    [InlineData("NotebookKit.Files.AtomicFile.WriteText(\"a\", \"b\")")]
    public void What_reaches_further_is_found(string code) => Assert.Contains(Judge(code), finding => finding.Kind == FindingKind.Forbidden && finding.Cell == 2);

    [Theory]
    [InlineData("var y = Tensor.From([1.0]).Sigmoid();")]
    [InlineData("using T = NotebookKit.Tensor;\nvar y = T.From([1.0]).Sigmoid();")]
    [InlineData("Func<Tensor, Tensor> f = x => x.Sigmoid();")]
    [InlineData("Func<Tensor> f = Tensor.From([1.0]).Sigmoid;")]
    [InlineData("using NotebookKit.Losses;\nLoss.CrossEntropy(null, null)")]
    [InlineData("using static NotebookKit.Losses.Loss;\nCrossEntropy(null, null)")]
    public void The_librarys_own_answer_is_found_however_it_is_called(string code) =>
        Assert.Contains(Judge(code, "NotebookKit.Tensor.Sigmoid", "NotebookKit.Losses"), finding => finding.Kind == FindingKind.Answer);

    [Theory]
    [InlineData("class Check { public static void Define(string a, double points, Action<object> test) { } public static double Earned(string s) => 3; }")]
    [InlineData("using Check = System.Math;")]
    [InlineData("var Math = 1;")]
    [InlineData("static class Tensor { }")]
    [InlineData("enum Rng { A }")]
    [InlineData("double Check(int x) => x;")]
    [InlineData("delegate void Console();")]
    [InlineData("foreach (var Tensor in new[] { 1 }) { }\nif (1 is int Check) { }")]
    public void A_name_of_the_tests_cannot_be_taken(string code) => Assert.Contains(Judge(code), finding => finding.Kind == FindingKind.Shadow);

    [Fact]
    public void What_the_release_says_is_not_judged_and_later_cells_see_earlier_ones()
    {
        JudgedCell[] cells =
        [
            new(1, Start, true), new(2, "File.ReadAllText(\"x\");", true), new(3, "double Twice(double x) => 2 * x;", false), new(4, "var four = Twice(2);\nvar f = File.ReadAllText(\"x\");", false),
        ];
        var found = Assert.Single(SubmissionRules.Judge(cells, []).DistinctBy(finding => finding.Cell));
        Assert.Equal((4, 2), (found.Cell, found.Line));
        Assert.Contains("System.IO.File is not for homework", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Released_tests_may_call_an_answer_by_its_name_and_their_own_helpers_stay_theirs()
    {
        // `Twice` means nothing before the student declares it. `Known` is declared in a released cell that does not compile on its own.
        JudgedCell[] cells = [new(1, Start, true), new(2, "double Twice(double x) => 2 * x;", false), new(3, "double Known() => Twice(1);", true), new(4, "if (Twice(2) != 2 * Known()) throw new Exception();", true)];
        Assert.Empty(SubmissionRules.Judge(cells, []));
        cells[1] = cells[1] with { Source = "double Known() => 2; double Twice(double x) => 4;" };
        Assert.Contains("`Known` is a name", Assert.Single(SubmissionRules.Judge(cells, [])).Message, StringComparison.Ordinal);
    }

    // Only the name by which a path begins can be given another meaning; nothing that a cell declares is looked up in a using.
    [Theory]
    [InlineData("using System.Net.Http;", "class Net { } class Http { } new Net()")]
    [InlineData("System.Net.Http.HttpMethod m = null;", "class Net { } class Http { } class HttpMethod { }")]
    [InlineData("using Way = System.Net.Http.HttpMethod;\nWay way = null;", "class Net { } class Http { } class HttpMethod { }")]
    [InlineData("using static System.Globalization.CultureInfo;", "class Globalization { } class CultureInfo { }")]
    public void A_path_through_namespaces_takes_no_name_from_the_student(string ours, string theirs) => Assert.Empty(Judged(ours, theirs));

    [Theory]
    [InlineData("using Way = System.Net.Http.HttpMethod;", "Way")]
    [InlineData("using way = System.Net.Http.HttpMethod;", "way")]
    [InlineData("using static System.Globalization.CultureInfo;\nvar c = GetCultureInfo(\"de\");", "GetCultureInfo")]
    [InlineData("MathNet.Numerics.LinearAlgebra.Matrix<double> m = null;", "MathNet")]
    [InlineData("var x = MathNet.Numerics.Constants.E;", "MathNet")]
    [InlineData("using System.Net.Http;\nvar m = HttpMethod.Get;", "HttpMethod")]
    public void An_alias_and_the_name_by_which_a_path_begins_stay_the_notebooks(string ours, string name)
    {
        Assert.Contains($"`{name}` is a name", Assert.Single(Judged(ours, $"class {name} {{ }}")).Message, StringComparison.Ordinal);
        Assert.Empty(Judged(ours, $"class {name}2 {{ }}"));
    }

    // A using of a type finds what a cell before it declares: another type of the name would be the one that the tests call.
    [Theory]
    [InlineData("using static Known;\nTwice(2)")]
    [InlineData("using Same = Known;\nSame.Twice(2)")]
    public void A_type_of_the_release_stays_its_own_where_only_a_using_names_it(string tests)
    {
        const string known = "public static class Known { public static int Twice(int x) => 2 * x; }";
        JudgedCell[] cells = [new(1, known, true), new(2, known, false), new(3, tests, true)];
        Assert.Contains("`Known` is a name", Assert.Single(SubmissionRules.Judge(cells, [])).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Finding> Judged(string ours, string theirs) => SubmissionRules.Judge([new(1, ours, true), new(2, theirs, false)], []);

    private static IReadOnlyList<Finding> Judge(string code, params string[] answers) => SubmissionRules.Judge([new(1, Start, true), new(2, code, false), new(3, "Check.Define(\"a\", t => t.Close(Math.Sqrt(4), Tensor.From([2.0]).Sum().Item() + Rng.Current.NextDouble() * 0)); Console.WriteLine();", true)], answers);
}

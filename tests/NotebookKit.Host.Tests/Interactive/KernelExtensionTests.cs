using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Interactive;

namespace NotebookKit.Host.Tests.Interactive;

/// <summary>The binding to .NET Interactive, on look-alikes of its API before and since July 2024.</summary>
[Collection("Notebook.Screen")]
public class KernelExtensionTests
{
    public static TheoryData<string> Generations => ["Before", "Since"];

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_command_gets_its_arguments_as_they_were_written_and_the_code_below_runs_once(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        Assert.Empty(notebook.Load(new Echo()).Problems);
        Assert.Equal(["displayed: [a \"b  c\" - b --size 3] []", "ran: x + 1"], await notebook.RunAsync("#!echo a \"b  c\" - b --size 3\nx + 1"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_value_below_zero_is_taken_in_quotes_or_brackets_by_every_kernel(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        notebook.Load(new Echo { Does = (call, _) => Task.FromResult(string.Join(' ', MagicLine.Parse(call.Arguments, "#!echo").Words)) });
        Assert.Equal(["displayed: -1 (-x)"], await notebook.RunAsync("#!echo \"-1\" (-x)"));
        Assert.Equal(generation == "Before", (await notebook.RunAsync("#!echo -1"))[0] == "displayed: -1");
    }

    [Fact]
    public void Plain_values_get_the_looks_that_nbkit_gives_them_save_where_the_notebook_has_its_own()
    {
        FakeFormatter.Forms.Clear();
        KernelForms.Register(typeof(FakeFormatter));
        Assert.Equal("InvalidOperationException: boom", FakeFormatter.Write(typeof(Exception), "text/plain", new InvalidOperationException("boom")));
        Assert.Contains("&lt;b&gt;", FakeFormatter.Write(typeof(Exception), "text/html", new InvalidOperationException("<b>")), StringComparison.Ordinal);
        Assert.Contains(typeof(Exception), FakeFormatter.Preferred);
        Assert.DoesNotContain(FakeFormatter.Forms.Keys, form => form.Type == typeof(Version));
        using LookAlikeNotebook notebook = new("Since");
        Assert.Empty(notebook.Load(new Echo()).Problems);
        Assert.Equal("InvalidOperationException: boom", new InvalidOperationException("boom").ToDisplayString("text/plain"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Each_use_in_a_cell_gets_its_own_line(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        notebook.Load(new Echo());
        Assert.Equal(["displayed: [1] []", "ran: x", "displayed: [2] []"], await notebook.RunAsync("#!echo 1\nx\n#!echo 2"));
        Assert.Equal(["displayed: [1] []"], await notebook.RunAsync("#!echo 1"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_command_that_takes_the_cell_gets_the_code_and_the_kernel_does_not_run_it_again(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        notebook.Load(new Echo { TakesCell = true });
        Assert.Equal(["ran: before", "displayed: [twice] [f();\ng();]"], await notebook.RunAsync("before\n#!echo twice\nf();\ng();"));
        Assert.Equal(["ran: f();"], await notebook.RunAsync("f();"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task The_code_of_a_taken_cell_runs_when_the_command_evaluates_it(string generation)
    {
        using LookAlikeNotebook notebook = new(generation, code => code.Length);
        notebook.Load(new Echo { TakesCell = true, Does = async (call, token) => $"{await call.Host.EvaluateAsync(call.Code, token)}" });
        Assert.Equal(["ran: f(1);", "displayed: 5"], await notebook.RunAsync("#!echo\nf(1);"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Wrong_use_fails_the_cell_with_its_message_alone(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        notebook.Load(new Echo { Does = (_, _) => throw new MagicException("give a whole number, as in #!echo 3") });
        Assert.Equal(["failed: #!echo: give a whole number, as in #!echo 3"], await notebook.RunAsync("#!echo three\nx + 1"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_broken_command_fails_the_cell_and_not_the_session(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        notebook.Load(new Echo { Does = (_, _) => throw new InvalidDataException("cut short") });
        Assert.Equal(["failed: #!echo: InvalidDataException: cut short"], await notebook.RunAsync("#!echo\nx"));
        Assert.Equal(["ran: x"], await notebook.RunAsync("x"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Help_shows_how_the_command_is_used(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        notebook.Load(new Echo());
        Assert.Equal(["displayed: #!echo [--size N] text"], await notebook.RunAsync("#!echo -h"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task A_command_sees_the_variables_and_can_evaluate_code(string generation)
    {
        using LookAlikeNotebook notebook = new(generation, code => code == "rate * 2" ? 6 : throw new InvalidOperationException("CS0103: no " + code));
        notebook.Set("rate", 3);
        notebook.Set("nothing", null);
        notebook.Load(new Echo
        {
            Does = async (call, token) => $"{string.Join(' ', call.Host.Variables.Select(pair => $"{pair.Key}={pair.Value}"))}; {await call.Host.EvaluateAsync(call.Arguments, token)}",
        });
        Assert.Equal(["ran: rate * 2", "displayed: rate=3 nothing=; 6"], await notebook.RunAsync("#!echo rate * 2"));
        Assert.Equal(["ran: lost * 2", "failed: #!echo: CS0103: no lost * 2"], await notebook.RunAsync("#!echo lost * 2"));
    }

    [Fact]
    public async Task The_value_of_a_name_is_looked_up_without_output()
    {
        using LookAlikeNotebook notebook = new("Since");
        notebook.Set("rate", 3);
        notebook.Load(new Echo { Does = async (call, token) => $"{await call.Host.EvaluateAsync(call.Arguments, token)}" });
        Assert.Equal(["displayed: 3"], await notebook.RunAsync("#!echo rate"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task What_the_library_displays_changes_in_place_from_any_thread(string generation)
    {
        using LookAlikeNotebook notebook = new(generation, _ =>
        {
            IShownValue shown = Notebook.Display("epoch 1");
            shown.Update("epoch 2");
            shown.Update("unpaintable");
            Task.Run(() => shown.Update("epoch 3")).Wait();
            return null;
        });
        Assert.True(notebook.Load().ShowsInPlace);
        Assert.Equal(["ran: trainer.Fit()", "displayed: epoch 1", "updated: epoch 2", "updated: epoch 3"], await notebook.RunAsync("trainer.Fit()"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Loading_twice_changes_nothing(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        KernelBinding first = notebook.Load(new Echo());
        Assert.Same(first, notebook.Load(new Echo()));
        Assert.Equal(["#!echo"], notebook.Directives);
        Assert.Equal(["displayed: [1] []"], await notebook.RunAsync("#!echo 1"));
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public void A_name_that_is_taken_stays_and_is_reported(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        KernelBinding binding = notebook.Load(new Echo(), new Echo(), new Echo { Name = "other" });
        Assert.Equal(["echo", "other"], binding.Commands);
        Assert.Equal(["#!echo: the kernel has a command of that name already, which stays"], binding.Problems);
    }

    [Fact]
    public async Task A_kernel_without_a_display_gets_the_commands_and_says_what_is_missing()
    {
        using LookAlikeNotebook notebook = new("Since nodisplay");
        KernelBinding binding = notebook.Load(new Echo { Does = (_, _) => throw new MagicException("wrong") });
        Assert.False(binding.ShowsInPlace);
        Assert.Equal(["values that change in place: this version of .NET Interactive has no Microsoft.DotNet.Interactive.KernelInvocationContextExtensions"], binding.Problems);
        Assert.Equal(["failed: #!echo: wrong"], await notebook.RunAsync("#!echo"));
    }

    [Fact]
    public void What_is_no_kernel_is_reported_and_never_thrown()
    {
        Assert.Equal(
            ["values that change in place: System.String is no kernel of .NET Interactive: it does not derive from Microsoft.DotNet.Interactive.Kernel"],
            KernelExtension.Load("no kernel").Problems);
        Assert.Contains("no kernel was given", Assert.Single(KernelExtension.Load(null!).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public void The_script_of_the_package_compiles_without_a_using_and_leaves_no_variable(string generation)
    {
        using LookAlikeNotebook notebook = new(generation);
        string[] script = File.ReadAllText(Path.Combine(Checkout.Root, "extensions/dotnet-interactive/extension.dib")).Split('\n', 2);
        Assert.Equal("#!csharp", script[0]);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(script[1], new CSharpParseOptions(kind: SourceCodeKind.Script));
        CSharpCompilation compilation = CSharpCompilation.CreateScriptCompilation(
            "Extension", tree, [.. LookAlikeNotebook.Platform(), notebook.Reference, MetadataReference.CreateFromFile(typeof(KernelExtension).Assembly.Location)]);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Empty(compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>());
    }

    /// <summary>The methods of the engine's Formatter that the binding calls, with their signatures.</summary>
    private static class FakeFormatter
    {
        public static Dictionary<(Type Type, string Mime), Action<object, TextWriter>> Forms { get; } = [];

        public static List<Type> Preferred { get; } = [];

        public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = "text/html") => Forms[(type, mimeType)] = formatter;

        public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes) => Preferred.Add(type);

        public static IEnumerable<object> RegisteredFormatters(bool includeDefaults = true) => includeDefaults ? [] : [new { Type = typeof(Version) }];

        public static string Write(Type type, string mime, object value)
        {
            using StringWriter writer = new();
            Forms[(type, mime)](value, writer);
            return writer.ToString();
        }
    }

    private sealed class Echo : IMagicCommand
    {
        public string Name { get; init; } = "echo";

        public string Summary => "Repeats what it is told.";

        public string Usage => "#!echo [--size N] text";

        public bool TakesCell { get; init; }

        public Func<MagicCall, CancellationToken, Task<string>> Does { get; init; } = (call, _) => Task.FromResult($"[{call.Arguments}] [{call.Code}]");

        public async Task RunAsync(MagicCall call, CancellationToken cancellation) => call.Host.Show(await Does(call, cancellation));
    }
}

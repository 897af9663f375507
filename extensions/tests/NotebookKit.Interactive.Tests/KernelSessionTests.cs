using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Xunit.Abstractions;

namespace NotebookKit.Interactive.Tests;

/// <summary>The NotebookKit package in the genuine .NET Interactive engine: what its script binds, and what cells show.</summary>
[Collection("One session at a time")]
public class KernelSessionTests(ITestOutputHelper output)
{
    private const string Usings = """
        using NotebookKit;
        using NotebookKit.Charts;
        using NotebookKit.Layers;
        using NotebookKit.Checks;
        using NotebookKit.Data;

        """;

    [Fact]
    public async Task The_packages_script_binds_every_command_to_the_genuine_engine_and_says_nothing()
    {
        using KernelSession session = await KernelSession.StartAsync();
        output.WriteLine($"{typeof(Kernel).Assembly.GetName().Name} {System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(Kernel).Assembly.Location).ProductVersion}, {MagicCommands.All.Count} commands");
        Assert.Empty(session.Loaded.Shown);
        Assert.Equal(string.Empty, session.Loaded.Text);
        string[] known = [.. session.Kernel.KernelInfo.SupportedDirectives.Select(directive => directive.Name)];
        Assert.All(MagicCommands.All, command => Assert.Contains("#!" + command.Name, known));
    }

    [Fact]
    public async Task A_tensor_a_figure_and_a_model_are_shown_in_the_forms_of_their_types()
    {
        using KernelSession session = await KernelSession.StartAsync();
        CellRun tensor = (await session.RunAsync(Usings + "Tensor.From([1.5, 2, 3])")).Succeed();
        Assert.Contains("1.5", Assert.Single(tensor.As("text/html")), StringComparison.Ordinal);
        Assert.Contains("1.5", Assert.Single(tensor.As("text/plain")), StringComparison.Ordinal);
        CellRun figure = (await session.RunAsync("Chart.Line([1, 3, 2], \"three points\")")).Succeed();
        Assert.Contains("<svg", Assert.Single(figure.As("text/html")), StringComparison.Ordinal);
        Assert.StartsWith("<svg", Assert.Single(figure.As("image/svg+xml")), StringComparison.Ordinal);
        Assert.StartsWith("Line chart \"three points\"", Assert.Single(figure.As("text/plain")), StringComparison.Ordinal);
        Assert.Equal("scatter", (string?)JsonNode.Parse(Assert.Single(figure.As("application/vnd.plotly.v1+json")))!["data"]![0]!["type"]);
        CellRun model = (await session.RunAsync("new Sequential(new Linear(4, 3), new ReLU(), new Linear(3, 2))")).Succeed();
        Assert.Contains("Linear", Assert.Single(model.As("text/html")), StringComparison.Ordinal);
        Assert.Contains("Linear", Assert.Single(model.As("text/plain")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_values_of_the_base_library_look_as_they_do_in_nbkit()
    {
        using KernelSession session = await KernelSession.StartAsync();
        Assert.Equal("InvalidOperationException: boom", Assert.Single((await session.RunAsync("new InvalidOperationException(\"boom\")")).Succeed().As("text/plain")));
    }

    // nbkit's cells import the same, of which its own tests say that these two are missing.
    [Fact]
    public async Task A_cell_of_the_genuine_engine_finds_six_namespaces_without_a_using_and_no_files()
    {
        using KernelSession session = await KernelSession.StartAsync();
        (await session.RunAsync("(Math.PI, new StringBuilder(), new ArrayList(), new List<int>(), Task.CompletedTask, Enumerable.Range(0, 3)).ToString()")).Succeed();
        Assert.Contains("CS0103", (await session.RunAsync("File.Exists(\"x\")")).Failure, StringComparison.Ordinal);
        Assert.Contains("CS0246", (await session.RunAsync("new HttpClient()")).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_that_changes_while_a_cell_runs_is_updated_in_place()
    {
        using KernelSession session = await KernelSession.StartAsync();
        CellRun run = (await session.RunAsync(Usings + """
            var shown = Notebook.Display(Chart.Line([1, 2], "first"));
            shown.Update(Chart.Line([1, 2, 3], "second"));
            await Task.Run(() => shown.Update(Chart.Line([1, 2, 3, 4], "third")));
            """)).Succeed();
        Assert.Equal(["first", "second", "third"], run.Shown.Select(shown => shown.FormattedValues.First(value => value.MimeType == "text/plain").Value.Split('"')[1]));
        DisplayedValueProduced first = Assert.IsType<DisplayedValueProduced>(run.Shown[0]);
        Assert.All(run.Shown.Skip(1), shown => Assert.Equal(first.ValueId, Assert.IsType<DisplayedValueUpdated>(shown).ValueId));
    }

    [Theory]
    [InlineData("#!kit", "NotebookKit")]
    [InlineData("#!kit -h", "#!kit")]
    [InlineData("#!seed 3", "3")]
    [InlineData("#!device", "cpu")]
    [InlineData("#!data", "iris")]
    [InlineData("#!data iris", "Fisher")]
    [InlineData("#!summary model [1, 4]", "Linear")]
    [InlineData("#!graph (x * x).Sum()", "<svg")]
    [InlineData("#!gradcheck (x * x).Sum()", "x")]
    [InlineData("#!profile\n_ = (x * x).Sum();", "Multiply")]
    [InlineData("#!bench --runs 3\n_ = x * x;", "s")]
    [InlineData("#!check twice", "twice")]
    [InlineData("#!hint twice", "add it to itself")]
    public async Task Each_magic_command_does_its_work_in_the_genuine_engine(string line, string words)
    {
        using KernelSession session = await KernelSession.StartAsync();
        (await session.RunAsync(Usings + """
            Tensor x = Tensor.From([1.0, 2, 3]).To(DType.Float64); x.RequiresGrad = true;
            Sequential model = new(new Linear(4, 3), new ReLU(), new Linear(3, 2));
            int Twice(int n) => n + n;
            Check.Define("twice", points: 1, title: "twice", hints: ["add it to itself"], test: t => t.Equal(6, t.Student<Func<int, int>>("Twice")(3), "3"));
            """)).Succeed();
        CellRun run = (await session.RunAsync(line)).Succeed();
        string shown = run.Text + string.Join('\n', run.Shown.SelectMany(one => one.FormattedValues).Select(value => value.Value));
        Assert.Contains(words, shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_command_is_tried_above()
    {
        System.Reflection.MethodInfo tried = typeof(KernelSessionTests).GetMethod(nameof(Each_magic_command_does_its_work_in_the_genuine_engine))!;
        string[] lines = [.. tried.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().SelectMany(data => data.GetData(tried)).Select(data => (string)data[0])];
        Assert.All(MagicCommands.All, command => Assert.Contains(lines, line => line.Split(' ', '\n')[0] == "#!" + command.Name));
    }

    [Fact]
    public async Task Wrong_use_of_a_command_fails_the_cell_with_its_sentence_and_the_session_goes_on()
    {
        using KernelSession session = await KernelSession.StartAsync();
        CellRun wrong = await session.RunAsync("#!seed three");
        Assert.Contains("#!seed: ", wrong.Failure, StringComparison.Ordinal);
        CellRun option = await session.RunAsync("#!data --nothing");
        Assert.NotNull(option.Failure);
        Assert.Contains("42", Assert.Single((await session.RunAsync("40 + 2")).Succeed().As("text/html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_below_a_command_that_takes_the_cell_runs_by_the_command_alone()
    {
        using KernelSession session = await KernelSession.StartAsync();
        (await session.RunAsync("int runs = 0;")).Succeed();
        (await session.RunAsync("#!profile\nruns++;")).Succeed();
        Assert.Contains("1", Assert.Single((await session.RunAsync("runs")).Succeed().As("text/html")), StringComparison.Ordinal);
        CellRun after = (await session.RunAsync("#!seed 5\nConsole.WriteLine(\"below\");")).Succeed();
        Assert.Contains("below", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shape_error_says_in_the_cell_what_is_wrong_and_how_to_mend_it()
    {
        using KernelSession session = await KernelSession.StartAsync();
        CellRun run = await session.RunAsync(Usings + "Tensor.Zeros([64, 784]).MatMul(Tensor.Zeros([512, 10]))");
        Assert.Contains("the inner sizes differ: [64, 784] x [512, 10]", run.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_twice_changes_nothing()
    {
        using KernelSession session = await KernelSession.StartAsync();
        CellRun again = (await session.RunAsync(File.ReadAllText(Path.Combine(KernelSession.Root, "extensions/dotnet-interactive/extension.dib")))).Succeed();
        Assert.Empty(again.Shown);
        Assert.Single(session.Kernel.KernelInfo.SupportedDirectives, directive => directive.Name == "#!check");
    }
}

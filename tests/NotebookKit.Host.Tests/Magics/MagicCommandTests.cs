using NotebookKit.Host.Display;
using NotebookKit.Interactive;
using NotebookKit.Layers;

namespace NotebookKit.Host.Tests.Magics;

/// <summary>Each command once as it is meant, and once as it is not, in a real session.</summary>
public sealed class MagicCommandTests
{
    private readonly SessionHost host = new();

    public static TheoryData<string> Names => [.. MagicCommands.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_command_shows_its_use_when_asked(string name) => Assert.StartsWith($"#!{name}", await host.RunAsync($"{name} -h"), StringComparison.Ordinal);

    [Fact]
    public async Task Kit_lists_every_command_and_what_it_runs_on()
    {
        string text = await host.RunAsync("kit");
        Assert.All(MagicCommands.All, command => Assert.Contains($"#!{command.Name} ", text, StringComparison.Ordinal));
        Assert.Contains("threads", text, StringComparison.Ordinal);
        Assert.Contains("data sets", text, StringComparison.Ordinal);
        Assert.Contains("too many", await host.WrongAsync("kit now"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_restarts_the_random_numbers()
    {
        await host.RunAsync("seed 42");
        double first = Rng.Current.NextDouble();
        Assert.Contains("42", await host.RunAsync("seed 42"), StringComparison.Ordinal);
        Assert.Equal(first, Rng.Current.NextDouble());
        Assert.Contains("'x' is none", await host.WrongAsync("seed x"), StringComparison.Ordinal);
        Assert.Contains("Usage: #!seed NUMBER", await host.WrongAsync("seed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_lists_and_explains()
    {
        Assert.Contains("reference", await host.RunAsync("device"), StringComparison.Ordinal);
        Assert.Contains("To(Device.Reference)", await host.RunAsync("device REFERENCE"), StringComparison.Ordinal);
        Assert.Contains("Did you mean cpu?", await host.WrongAsync("device gpu"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_lists_finds_and_corrects()
    {
        Assert.Contains("mnist", await host.RunAsync("data"), StringComparison.Ordinal);
        string iris = await host.RunAsync("data Iris");
        Assert.Contains("Fisher", iris, StringComparison.Ordinal);
        Assert.Contains("Datasets.Iris()", iris, StringComparison.Ordinal);
        Assert.Contains("did you mean mnist?", await host.WrongAsync("data mnits"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_has_the_shapes_parameters_and_flop_of_each_layer()
    {
        await host.BeginAsync("var model = new Sequential(new Conv2d(1, 4, 3), new ReLU(), new Flatten(), new Linear(4 * 26 * 26, 10));");
        string text = await PlainAsync("summary model [2, 1, 28, 28]");
        Assert.Contains("[2, 4, 26, 26]", text, StringComparison.Ordinal);
        Assert.Contains("[2, 10]", text, StringComparison.Ordinal);
        Assert.Contains("27,090 parameters, 106 KB, input [2, 1, 28, 28]", text, StringComparison.Ordinal);
        Assert.Contains("give the shape of an input", await PlainAsync("summary new Sequential(new Conv2d(1, 4, 3))"), StringComparison.Ordinal);
        Assert.Contains("[1, 2]", await PlainAsync("summary new Sequential(new Flatten(), new Linear(3, 2))"), StringComparison.Ordinal);
        Assert.Contains("Layer 0", await host.WrongAsync("summary model [2, 3, 28, 28]"), StringComparison.Ordinal);
        Assert.Contains("is to be a Module", await host.WrongAsync("summary 3.5"), StringComparison.Ordinal);
        Assert.Contains("CS0103", await host.WrongAsync("summary modell"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_and_the_look_of_a_model_are_one_table()
    {
        await host.BeginAsync("var model = new Sequential(new Conv2d(1, 4, 3), new ReLU(), new Flatten(), new Linear(4 * 26 * 26, 10)); model.Predict(Tensor.Zeros([1, 1, 28, 28]));");
        Module model = (Module)(await host.EvaluateAsync("model", CancellationToken.None))!;
        string text = await PlainAsync("summary model");
        Assert.Equal(text, (string)MimeBundle.Of(model)["text/plain"]!);
        Assert.Equal(text, (string)MimeBundle.Of(ModuleSummary.Of(model, new Shape(1, 1, 28, 28)))["text/plain"]!);
    }

    [Fact]
    public async Task Graph_shows_values_and_gradients_by_their_names()
    {
        await host.BeginAsync("var w = new Parameter(Tensor.From([3.0])); var x = Tensor.From([2.0]);");
        host.Variables = new Dictionary<string, object?> { ["w"] = await host.EvaluateAsync("w", CancellationToken.None) };
        string text = await host.RunAsync("graph (w * x).Square()");
        Assert.Contains("w [1], value 3, gradient 24", text, StringComparison.Ordinal);
        Assert.Contains("Square [1] <- 1, value 36, gradient 1", text, StringComparison.Ordinal);
        Assert.Contains("No gradient flows", await host.WrongAsync("graph x * x"), StringComparison.Ordinal);
        Assert.Contains("gave a String", await host.WrongAsync("graph \"w\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gradcheck_judges_functions_and_losses()
    {
        await host.BeginAsync("var model = new Linear(3, 2); var x = Tensor.Ones([4, 3]);");
        Assert.Contains("is right", await host.RunAsync("gradcheck x => x.Sigmoid() --at Tensor.From([0.5, -1.0])"), StringComparison.Ordinal);
        Assert.Contains("is wrong", await host.RunAsync("gradcheck x => x.Relu() --at Tensor.From([0.0])"), StringComparison.Ordinal);
        host.Variables = new Dictionary<string, object?> { ["model"] = await host.EvaluateAsync("model", CancellationToken.None) };
        Module model = (Module)host.Variables["model"]!;
        float[] before = model.Parameters().First().ToArray<float>();
        string loss = await host.RunAsync("gradcheck model.Forward(x).Tanh().Mean()");
        Assert.Contains("is right", loss, StringComparison.Ordinal);
        Assert.Contains("6 of 6", loss, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters().First().ToArray<float>());
        Assert.Contains("a single number", await host.WrongAsync("gradcheck model.Forward(x)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_counts_the_operations_of_the_cell_and_shows_its_value()
    {
        await host.BeginAsync("var a = Tensor.Ones([50, 60]); var b = Tensor.Ones([60, 70]);");
        string text = await host.RunAsync("profile", "for (int i = 0; i < 3; i++) { a.MatMul(b); }\n40 + 2");
        Assert.Equal(42, host.Shown[0]);
        Assert.Contains("MatMul", text, StringComparison.Ordinal);
        Assert.Contains("1.26 M", text, StringComparison.Ordinal);
        Assert.Contains("no code below", await host.WrongAsync("profile"), StringComparison.Ordinal);
        Assert.Contains("No operation of the library", await host.RunAsync("profile", "1 + 1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_compares_lines_and_takes_statements_too()
    {
        await host.BeginAsync("var a = Tensor.Ones([8]); int n = 0;");
        string text = await host.RunAsync("bench --runs 3 --seconds 1", "a + a\n// a remark\nn++;\nGC.KeepAlive(a)");
        Assert.Contains("3 ways, 3 runs each", text, StringComparison.Ordinal);
        Assert.Contains("median", text, StringComparison.Ordinal);
        Assert.Contains("3 runs", await host.RunAsync("bench --runs 3 a * a"), StringComparison.Ordinal);
        Assert.Contains("nothing to measure", await host.WrongAsync("bench"), StringComparison.Ordinal);
        Assert.Contains("from 3 to 10,000", await host.WrongAsync("bench --runs 1 a"), StringComparison.Ordinal);
    }

    private async Task<string> PlainAsync(string line)
    {
        await host.RunAsync(line);
        return (string)MimeBundle.Of(host.Shown[0])["text/plain"]!;
    }
}

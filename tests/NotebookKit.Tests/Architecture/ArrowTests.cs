using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NotebookKit.Tests.Architecture;

/// <summary>Dependencies point one way: between projects, and between the folders of the library.</summary>
public partial class ArrowTests
{
    // What each chapter may know besides itself. "Core" is Tensor and its kin, which know each other.
    private static readonly string[] Core = ["", "Memory", "Gradients", "Devices", "Ops", "Kernels"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Kernels"] = [],
        ["Files"] = [],
        [""] = Core,
        ["Memory"] = Core,
        ["Gradients"] = Core,
        ["Devices"] = Core,
        ["Ops"] = Core,
        ["Layers"] = [.. Core, "Files"],
        ["Losses"] = Core,
        ["Optimizers"] = [.. Core, "Layers"],
        ["Schedules"] = [.. Core, "Layers", "Optimizers"],
        ["Data"] = [.. Core, "Files"],
        ["Charts"] = [.. Core, "Layers", "Files"],
        ["Regularization"] = [.. Core, "Layers", "Losses", "Optimizers", "Data"],
        ["Bayes"] = [.. Core, "Layers", "Losses", "Optimizers", "Data"],
        ["Sparse"] = [.. Core, "Layers", "Optimizers"],
        ["Models"] = [.. Core, "Layers", "Optimizers", "Data", "Files", "Charts"],
        ["Learners"] = [.. Core, "Layers", "Losses", "Optimizers", "Data", "Charts"],
        ["Decomposition"] = [.. Core, "Learners", "Charts"],
        ["Training"] = [.. Core, "Layers", "Losses", "Optimizers", "Schedules", "Data", "Regularization"],
        ["Detection"] = [.. Core, "Layers", "Losses", "Optimizers", "Data", "Files", "Charts", "Learners", "Training"],
        ["Segmentation"] = [.. Core, "Layers", "Losses", "Data", "Files", "Charts", "Training"],
        ["Autoencoders"] = [.. Core, "Layers", "Data", "Learners", "Models"],
        ["Sequences"] = [.. Core, "Layers", "Losses", "Optimizers", "Data"],
        ["Music"] = [.. Core, "Data", "Charts"],
        ["Reward"] = [.. Core, "Layers", "Losses", "Optimizers", "Charts"],
        ["Designs"] = [.. Core, "Layers", "Losses", "Optimizers", "Models", "Data", "Files", "Training"],
        ["Explain"] = [.. Core, "Layers", "Losses", "Optimizers", "Models", "Data", "Files", "Charts", "Learners", "Decomposition", "Training"],
        ["Painting"] = [.. Core, "Layers", "Losses", "Optimizers", "Models", "Data", "Files", "Charts", "Training", "Explain"],
        ["Attacks"] = [.. Core, "Layers", "Losses", "Optimizers", "Models", "Data", "Files", "Charts", "Training"],
        ["Generative"] = [.. Core, "Layers", "Losses", "Optimizers", "Models", "Data", "Files", "Charts", "Training"],
        ["Checks"] = [.. Core, "Layers", "Losses", "Optimizers", "Schedules", "Data", "Charts", "Training"],
        ["Interactive"] = [.. Core, "Layers", "Losses", "Optimizers", "Schedules", "Data", "Files", "Charts", "Sparse", "Training", "Checks", "Display"],
        ["Display"] =
        [
            .. Core, "Layers", "Losses", "Optimizers", "Schedules", "Data", "Files", "Charts", "Regularization", "Bayes", "Sparse", "Learners", "Decomposition", "Training", "Detection", "Segmentation", "Autoencoders", "Sequences", "Music", "Reward", "Designs", "Explain", "Painting", "Attacks", "Generative", "Checks",
        ],
    };

    [Fact]
    public void Every_folder_of_the_library_has_its_place_in_the_order()
    {
        IEnumerable<string> folders = Repository.SourcesBelow("src/NotebookKit").Select(Chapter).Distinct();
        Assert.All(folders, folder => Assert.True(Allowed.ContainsKey(folder), $"src/NotebookKit/{folder} is new: say in this test what it may know"));
    }

    [Fact]
    public void Folders_of_the_library_know_only_what_lies_below_them()
    {
        List<string> wrong = [];
        foreach (string file in Repository.SourcesBelow("src/NotebookKit"))
        {
            string chapter = Chapter(file);
            foreach (string known in ChaptersIn(File.ReadAllText(file)))
            {
                if (known != chapter && !Allowed[chapter].Contains(known))
                {
                    wrong.Add($"{Path.GetRelativePath(Repository.Root, file)} knows {known}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_check_finds_an_arrow_that_points_up()
    {
        Assert.Equal(["Layers", "Training"], ChaptersIn("using NotebookKit.Layers;\nvar x = Training.Trainer.New();").Order());
        Assert.Empty(ChaptersIn("/// <summary>see <see cref=\"Training.Trainer\"/></summary>\n[Display.TypeFormatterSource(typeof(Display.X))]\n// Layers.Linear"));
    }

    [Theory]
    [InlineData("src/NotebookKit/NotebookKit.csproj", "CsvHelper MathNet.Numerics System.Numerics.Tensors")]
    [InlineData("src/NotebookKit.Host/NotebookKit.Host.csproj", "Markdig Microsoft.AspNetCore.App Microsoft.CodeAnalysis.CSharp.Scripting Microsoft.DotNet.Interactive.Formatting NotebookKit")]
    [InlineData("src/NotebookKit.Cli/NotebookKit.Cli.csproj", "Microsoft.AspNetCore.App NotebookKit.Homework NotebookKit.Host Spectre.Console System.CommandLine")]
    [InlineData("src/NotebookKit.Homework/NotebookKit.Homework.csproj", "Microsoft.AspNetCore.App NotebookKit.Host")]
    public void Projects_reference_exactly_what_the_house_allows(string project, string expected)
    {
        IEnumerable<string> references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference")
            .Select(element => element.Attribute("Include")!.Value)
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name.Replace('\\', '/')) : name);
        Assert.Equal(expected.Split(' '), references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_library_loads_beside_any_command_line_or_formatting_package()
    {
        string[] names = [.. typeof(Tensor).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];
        Assert.DoesNotContain(names, name => name.StartsWith("System.CommandLine", StringComparison.Ordinal) || name.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal));
    }

    private static string Chapter(string file)
    {
        string[] parts = Path.GetRelativePath(Path.Combine(Repository.Root, "src/NotebookKit"), file).Split(Path.DirectorySeparatorChar);
        return parts.Length == 1 ? "" : parts[0];
    }

    // A namespace is reached by a using or by its name before a dot; comments, and the attribute that names a formatter, do not count.
    private static IEnumerable<string> ChaptersIn(string source) => source.Split('\n')
        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.TrimStart().StartsWith("[Display.TypeFormatterSource", StringComparison.Ordinal))
        .Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
        .SelectMany(line => Mention().Matches(StringLiteral().Replace(line, string.Empty)))
        .Select(match => match.Groups[1].Value)
        .Where(Allowed.ContainsKey)
        .Distinct();

    [GeneratedRegex(@"(?:NotebookKit\.|(?<![\w.]))([A-Z]\w+)(?:\.[A-Z]|;)")]
    private static partial Regex Mention();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex StringLiteral();
}

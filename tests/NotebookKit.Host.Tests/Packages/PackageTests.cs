using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using Xunit.Abstractions;

namespace NotebookKit.Host.Tests.Packages;

/// <summary>What is in the two packages, and that a stranger can use them.</summary>
public class PackageTests(PackedKit kit, ITestOutputHelper output) : IClassFixture<PackedKit>
{
    [Fact]
    public void The_library_package_holds_what_a_user_and_a_kernel_need_and_no_more()
    {
        Dictionary<string, byte[]> files = PackedKit.Open(kit.Library);
        Assert.Equal(
            ["LICENSE", "NotebookKit.nuspec", "README.md", "icon.png", "interactive-extensions/dotnet/extension.dib", "lib/net10.0/NotebookKit.dll", "lib/net10.0/NotebookKit.xml"],
            files.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("MIT License", Text(files["LICENSE"]), StringComparison.Ordinal);
        Assert.Contains("NotebookKit.Interactive.KernelExtension.Load(", Text(files["interactive-extensions/dotnet/extension.dib"]), StringComparison.Ordinal);
        Assert.Contains("\"T:NotebookKit.Tensor\"", Text(files["lib/net10.0/NotebookKit.xml"]), StringComparison.Ordinal);
        Assert.Contains("lib/net10.0/NotebookKit.pdb", PackedKit.Open(kit.Symbols).Keys);
    }

    [Fact]
    public void The_nuspec_of_the_library_says_what_it_is()
    {
        Dictionary<string, byte[]> files = PackedKit.Open(kit.Library);
        ILookup<string, XElement> fields = PackedKit.Nuspec(files);
        Assert.Equal("NotebookKit", fields["id"].Single().Value);
        Assert.Equal("MIT", fields["license"].Single().Value);
        Assert.Contains("neural-networks", fields["tags"].Single().Value, StringComparison.Ordinal);
        Assert.NotEmpty(fields["description"].Single().Value);
        Assert.Contains(fields["readme"].Single().Value, files.Keys);
        Assert.Contains(fields["icon"].Single().Value, files.Keys);
        Assert.Equal(["CsvHelper", "MathNet.Numerics", "System.Numerics.Tensors"], fields["dependency"].Select(dependency => dependency.Attribute("id")!.Value));
        AssertNoInventedHost(fields);
    }

    [Fact]
    public void The_icon_is_a_small_picture()
    {
        byte[] icon = PackedKit.Open(kit.Library)["icon.png"];
        Assert.True(icon.Length < 20_000, $"{icon.Length} bytes");
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [Fact]
    public void The_tool_package_is_a_tool_called_nbkit_with_the_library_inside()
    {
        Dictionary<string, byte[]> files = PackedKit.Open(kit.Tool);
        ILookup<string, XElement> fields = PackedKit.Nuspec(files);
        Assert.Equal("NotebookKit.Cli", fields["id"].Single().Value);
        Assert.Equal("DotnetTool", fields["packageType"].Single().Attribute("name")!.Value);
        Assert.Empty(fields["dependency"]);
        Assert.Contains("Command Name=\"nbkit\"", Text(files["tools/net10.0/any/DotnetToolSettings.xml"]), StringComparison.Ordinal);
        Assert.Empty(new[] { "LICENSE", "README.md", "icon.png", "tools/net10.0/any/nbkit.dll", "tools/net10.0/any/NotebookKit.dll" }.Except(files.Keys));
        AssertNoInventedHost(fields);
    }

    [Fact]
    public void There_is_no_package_of_the_host_alone()
    {
        XDocument project = XDocument.Load(Path.Combine(Checkout.Root, "src", "NotebookKit.Host", "NotebookKit.Host.csproj"));
        Assert.Equal("false", project.Descendants("IsPackable").Single().Value);
        Assert.Contains("tools/net10.0/any/NotebookKit.Host.dll", PackedKit.Open(kit.Tool).Keys);
        Assert.DoesNotContain(Directory.EnumerateFiles(kit.Feed), file => Path.GetFileName(file).StartsWith("NotebookKit.Host", StringComparison.Ordinal));
    }

    [Fact]
    public void No_file_of_a_package_names_a_folder_of_the_machine_that_built_it()
    {
        if (PackedKit.Configuration != "Release")
        {
            output.WriteLine("Only a Release build maps the paths of its sources; this one is " + PackedKit.Configuration);
            return;
        }

        string[] folders = [Checkout.Root, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + Path.DirectorySeparatorChar + ".nuget"];
        foreach (string package in new[] { kit.Library, kit.Symbols, kit.Tool })
        {
            foreach ((string name, byte[] bytes) in PackedKit.Open(package))
            {
                Assert.All(folders, folder => Assert.True(
                    bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(folder)) < 0 && bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(folder)) < 0,
                    $"{Path.GetFileName(package)}: {name} names {folder}"));
            }
        }
    }

    [Fact]
    public async Task The_tool_installs_from_the_folder_and_runs()
    {
        using TemporaryFolder work = new();
        Dictionary<string, string> environment = PackedKit.Isolate(work, kit.Feed);
        await DotnetCommand.RunAsync(
            work.Path, environment, "tool", "install", "NotebookKit.Cli", "--tool-path", "tools", "--add-source", kit.Feed, "--configfile", work.File("nuget.config"), "--version", kit.Version);
        string nbkit = work.File(Path.Combine("tools", OperatingSystem.IsWindows() ? "nbkit.exe" : "nbkit"));
        Assert.StartsWith(kit.Version, await DotnetCommand.RunAsync(nbkit, work.Path, environment, "--version"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_of_one_file_uses_the_library_from_the_folder()
    {
        using TemporaryFolder work = new();
        Dictionary<string, string> environment = PackedKit.Isolate(work, kit.Feed);
        File.WriteAllText(work.File("first.cs"), $"""
            #:package NotebookKit@{kit.Version}
            #:property PublishAot=false
            using NotebookKit;

            Tensor x = Tensor.From(new float[] {"{ 1, 2, 3 }"});
            Console.WriteLine((x * x).Sum().Item());
            """);
        Assert.Equal("14", (await DotnetCommand.RunAsync(work.Path, environment, "run", "first.cs")).Trim());
    }

    [Fact]
    public async Task Two_builds_in_two_folders_make_the_same_library()
    {
        if (Environment.GetEnvironmentVariable("NOTEBOOKKIT_SLOW_TESTS") != "1")
        {
            output.WriteLine("Builds the library twice; NOTEBOOKKIT_SLOW_TESTS=1 asks for it.");
            return;
        }

        using TemporaryFolder one = new();
        using TemporaryFolder two = new();
        Assert.Equal(await BuildAsync(one), await BuildAsync(two));
    }

    private static async Task<byte[]> BuildAsync(TemporaryFolder folder)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src/NotebookKit"), "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Checkout.Root, "extensions/dotnet-interactive")))
            .Concat(["Directory.Build.props", "Directory.Packages.props", "LICENSE", ".editorconfig"])
            .Select(file => Path.GetRelativePath(Checkout.Root, Path.Combine(Checkout.Root, file)))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(Path.Combine(Checkout.Root, file), folder.File(file));
        }

        await DotnetCommand.RunAsync(folder.Path, null, "pack", "src/NotebookKit", "-c", "Release", "-o", folder.File("feed"));
        return PackedKit.Open(Directory.GetFiles(folder.File("feed"), "*.nupkg").Single())["lib/net10.0/NotebookKit.dll"];
    }

    // A repository's address is given when it is published; until then none is better than a made-up one.
    private static void AssertNoInventedHost(ILookup<string, XElement> fields)
    {
        Assert.Empty(fields["projectUrl"]);
        Assert.All(fields["repository"], repository => Assert.Null(repository.Attribute("url")));
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}

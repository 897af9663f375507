using NotebookKit.Host.Site;

namespace NotebookKit.Host.Tests.Site;

/// <summary>The site of the repository's own course, with the reference of the library.</summary>
public sealed class CourseSite : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CourseSite()
    {
        Pages = SiteBuilder.Write(Folder, new SiteOptions { Source = Checkout.Root, Library = typeof(Tensor).Assembly.Location, Warn = Warnings.Add });
    }

    public int Pages { get; }

    public string Folder => folder.File("site");

    public List<string> Warnings { get; } = [];

    public void Dispose() => folder.Dispose();
}

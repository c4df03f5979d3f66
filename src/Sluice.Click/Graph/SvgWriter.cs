using System.Globalization;
using System.Security;
using System.Text;
using Sluice.Click.Configuration;

namespace Sluice.Click.Graph;

/// <summary>Draws a configuration's graph as SVG, which needs no other tool.</summary>
public sealed class SvgWriter
{
    const double LetterWidth = 6.6;
    const double LineHeight = 15;
    const double Padding = 10;
    const double PortPitch = 16;

    readonly ElementGraph _graph;
    readonly StringBuilder _text = new();
    readonly int[] _inputs;
    readonly int[] _outputs;
    readonly double[] _widths;
    readonly double _height;
    readonly LayeredLayout _layout;

    SvgWriter(ElementGraph graph)
    {
        _graph = graph;
        var (elements, connections) = (Configuration.Elements, Configuration.Connections);
        _inputs = [.. elements.Select((_, index) => connections.Where(connection => connection.To == index).Select(connection => connection.ToPort + 1).DefaultIfEmpty(0).Max())];
        _outputs = [.. elements.Select((_, index) => connections.Where(connection => connection.From == index).Select(connection => connection.FromPort + 1).DefaultIfEmpty(0).Max())];
        _widths = [.. elements.Select((element, index) => Math.Max(graph.LinesOf(element).Max(line => line.Length) * LetterWidth + 2 * Padding, (Math.Max(_inputs[index], _outputs[index]) + 1) * PortPitch))];
        _height = elements.Select(element => graph.LinesOf(element).Count()).DefaultIfEmpty(1).Max() * LineHeight + Padding;
        _layout = LayeredLayout.Of(_widths, _height, [.. connections.Select(connection => (connection.From, connection.To))]);
    }

    RouterConfiguration Configuration => _graph.Configuration;

    /// <summary>The drawing: elements are boxes, solid arrows push, dashed ones pull; pointing at an element shows its arguments.</summary>
    public static string Write(ElementGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new SvgWriter(graph).Draw();
    }

    string Draw()
    {
        var (width, height) = (Number(Math.Max(_layout.Width, 40)), Number(_layout.Height));
        _text.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n")
            .Append("<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\" fill=\"#455\"/></marker></defs>\n")
            .Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        foreach (var (index, connection) in Configuration.Connections.Index())
            DrawConnection(index, connection);
        foreach (var (index, element) in Configuration.Elements.Index())
            DrawElement(index, element);
        return _text.Append("</svg>\n").ToString();
    }

    void DrawElement(int index, ElementDeclaration element)
    {
        var center = _layout.Center(index);
        var lines = _graph.LinesOf(element).ToArray();
        _text.Append($"<g><title>{Escape(ElementGraph.TitleOf(element))}</title>")
            .Append($"<rect x=\"{Number(center.X - _widths[index] / 2)}\" y=\"{Number(center.Y - _height / 2)}\" width=\"{Number(_widths[index])}\" height=\"{Number(_height)}\" rx=\"4\" fill=\"#eef3f8\" stroke=\"#456\"/>");
        for (var i = 0; i < lines.Length; i++)
        {
            var y = center.Y + (i - (lines.Length - 1) / 2.0) * LineHeight + 4;
            _text.Append($"<text x=\"{Number(center.X)}\" y=\"{Number(y)}\" text-anchor=\"middle\"{(i == 0 ? " font-weight=\"bold\"" : " fill=\"#456\"")}>{Escape(lines[i])}</text>");
        }

        DrawPortNumbers(index, _inputs[index], isInput: true);
        DrawPortNumbers(index, _outputs[index], isInput: false);
        _text.Append("</g>\n");
    }

    // A single port needs no number.
    void DrawPortNumbers(int element, int count, bool isInput)
    {
        for (var port = 0; count > 1 && port < count; port++)
        {
            var at = Port(element, port, isInput);
            _text.Append($"<text x=\"{Number(at.X + 3)}\" y=\"{Number(at.Y + (isInput ? -3 : 9))}\" font-size=\"8\" fill=\"#678\">{port}</text>");
        }
    }

    void DrawConnection(int index, Connection connection)
    {
        var (from, to) = (Port(connection.From, connection.FromPort, isInput: false), Port(connection.To, connection.ToPort, isInput: true));
        // An edge that goes up leaves and enters as any other, and swings round.
        var bend = _layout.GoesUp(connection.From, connection.To) ? 60 : 24;
        GraphPoint[] points = [from, .. _layout.Bends(index), to];
        StringBuilder path = new($"M{Number(from.X)},{Number(from.Y)}");
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            path.Append($" C{Number(a.X)},{Number(a.Y + bend)} {Number(b.X)},{Number(b.Y - bend)} {Number(b.X)},{Number(b.Y)}");
        }

        _text.Append($"<path d=\"{path}\" fill=\"none\" stroke=\"#455\"{(_graph.IsPull(connection) ? " stroke-dasharray=\"5,3\"" : "")} marker-end=\"url(#head)\"/>\n");
    }

    GraphPoint Port(int element, int port, bool isInput)
    {
        var center = _layout.Center(element);
        var count = isInput ? _inputs[element] : _outputs[element];
        return new(center.X + (port - (count - 1) / 2.0) * PortPitch, center.Y + (isInput ? -_height / 2 : _height / 2));
    }

    static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)));
}
